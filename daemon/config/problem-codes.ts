/** Whether a problem stops the configuration or only wants to be weighed. */
export type Severity = 'error' | 'warning'

/** Every problem that a file can have: how bad it is, and what to do about it. */
export const problemCodes = {
  FILES_NONE: { severity: 'error', hint: 'name a pipeline file, or a folder that holds some' },
  FILE_EMPTY: { severity: 'error', hint: 'restore the file, or remove it' },
  FILE_KIND: { severity: 'error', hint: 'only regular files are read' },
  FILE_LARGE: { severity: 'error', hint: 'files over 5 MB are refused' },
  FILE_UNREADABLE: { severity: 'error', hint: 'check the permissions and where links lead' },
  FILE_ENCODING: { severity: 'error', hint: 'save the file as UTF-8' },

  YAML_SYNTAX: { severity: 'error', hint: 'check indentation, quotes and brackets here and above' },
  YAML_TAB: { severity: 'error', hint: 'indent with spaces' },
  YAML_DOCUMENTS: { severity: 'error', hint: 'write one document to a file, without `---` inside' },
  YAML_TAG: { severity: 'error', hint: 'remove the tag; quote the value if it is text' },
  YAML_ALIAS: { severity: 'error', hint: 'write the value out' },
  YAML_VERSION: { severity: 'error', hint: 'remove the %YAML line; files are YAML 1.2' },
  YAML_DEPTH: { severity: 'error', hint: 'nest less deeply' },
  JSON_SYNTAX: { severity: 'error', hint: 'a .json file must be JSON without comments' },
  INTEGER_UNSAFE: {
    severity: 'error',
    hint: 'quote it where text is meant, or write a smaller number',
  },
  NUMBER_INEXACT: { severity: 'error', hint: 'write fewer digits' },
  NUMBER_AMBIGUOUS: { severity: 'error', hint: 'write it without leading zeros, or quote it' },

  KEY_DUPLICATE: { severity: 'error', hint: 'keep one of the two' },
  KEY_NOT_TEXT: { severity: 'error', hint: 'keys are plain words' },
  KEY_UNKNOWN: { severity: 'error', hint: 'remove it; the schema lists the keys' },
  KEY_NOT_ALLOWED: { severity: 'error', hint: 'remove it here' },
  KEY_MISSING: { severity: 'error', hint: 'add it; the schema describes it' },
  NAME_INVALID: { severity: 'error', hint: 'use letters, digits and hyphens' },
  TYPE_WRONG: { severity: 'error', hint: 'the schema gives the type' },
  VALUE_NOT_ALLOWED: { severity: 'error', hint: 'use one of the values listed' },
  FORMAT_WRONG: { severity: 'error', hint: 'the schema gives examples' },
  RANGE: { severity: 'error', hint: 'stay within the bounds' },
  COUNT: { severity: 'error', hint: 'add or remove entries' },
  ITEM_DUPLICATE: { severity: 'error', hint: 'keep one of the two' },

  NAME_DUPLICATE: { severity: 'error', hint: 'give each a name of its own' },
  NAME_MISMATCH: { severity: 'error', hint: 'rename the file or the set' },
  NETWORK_DIFFERS: { severity: 'error', hint: 'pipelines of one network share its node' },
  CHAIN_ID_WRONG: { severity: 'error', hint: 'correct `network` or `chain_id`' },
  PATH_ESCAPES: { severity: 'error', hint: 'stay below the state directory, or name a full path' },

  TOKEN_UNKNOWN: { severity: 'error', hint: 'add it to `markets.tokens`' },
  ADDRESS_INVALID: { severity: 'error', hint: 'an address is 0x and 40 hex digits' },
  ADDRESS_CHECKSUM: { severity: 'error', hint: 'copy it afresh, or write it in lower case' },
  ADDRESS_ZERO: { severity: 'error', hint: 'put the address of the contract here' },
  ADDRESS_DUPLICATE: { severity: 'error', hint: 'keep one of the two' },
  VENUE_UNKNOWN: { severity: 'error', hint: 'use a venue that this version knows' },

  OPERATOR_UNKNOWN: { severity: 'error', hint: 'use an operator that this version knows' },
  STREAM_UNKNOWN: { severity: 'error', hint: 'name a stream of `graph`, or heads or logs' },
  STREAM_TYPE: { severity: 'error', hint: 'feed it a stream of the type it takes' },
  STREAM_MISSING: { severity: 'error', hint: 'add the stream to `from`' },
  STREAM_CYCLE: { severity: 'error', hint: 'a stream cannot be made from itself' },
  STREAM_UNUSED: { severity: 'error', hint: 'feed it to a strategy or a stream, or remove it' },
  STREAM_SHADOWS: { severity: 'error', hint: 'choose a name other than heads and logs' },

  FEE_ORDER: { severity: 'error', hint: 'raise max_fee_gwei or lower priority_fee_gwei' },
  RULES_UNKNOWN: { severity: 'error', hint: 'create the file, or correct the name' },
  RULES_CONFLICT: { severity: 'error', hint: 'give one of the two sets another name' },
  FACT_UNKNOWN: { severity: 'error', hint: 'run `mevd rules facts`' },
  FACT_OPERATOR: { severity: 'error', hint: "use an operator that suits the fact's type" },
  FACT_VALUE: { severity: 'error', hint: "compare with a value of the fact's type" },

  BASE_NOT_NATIVE: { severity: 'warning', hint: 'limits in gwei mean the native coin' },
  CHAIN_ID_PUBLIC: { severity: 'warning', hint: 'give the development chain an id of its own' },
  STALE_BELOW_BLOCK: { severity: 'warning', hint: 'raise stale_ms above the time between blocks' },
  LOSS_BELOW_GAS: { severity: 'warning', hint: 'raise max_loss_gwei or lower max_fee_gwei' },
  GAS_ABOVE_FEE: { severity: 'warning', hint: 'lower max_gas_gwei to max_fee_gwei' },
  ACCEPT_UNUSED: { severity: 'warning', hint: 'remove it from `accept`' },
} as const satisfies Record<string, { severity: Severity; hint: string }>

/** Name of a problem in the table. */
export type ProblemCode = keyof typeof problemCodes
