/** What to do about a failure: it also chooses the exit code of the process. */
export type Retry = 'never' | 'backoff' | 'bug'

/** Every failure mevd can name: whether trying again helps, the exit code, and what a person can do. */
export const catalogue = {
  CONFIG_INVALID: {
    retry: 'never',
    exit: 78,
    hint: 'Run `mevd check`; a running daemon keeps the configuration it has.',
  },
  USAGE: { retry: 'never', exit: 64, hint: 'Run `mevd --help`.' },
  FILE_MISSING: { retry: 'never', exit: 66, hint: 'Check the path and its permissions.' },
  RECORDING_INVALID: {
    retry: 'never',
    exit: 78,
    hint: 'The format is described in `mevd replay --help`; the line is named above.',
  },
  DAEMON_UNREACHABLE: {
    retry: 'backoff',
    exit: 69,
    hint: 'Is `mevd run` up, and is --state the directory it was given?',
  },
  NODE_UNREACHABLE: {
    retry: 'backoff',
    exit: 75,
    hint: 'Check that the node runs and that its socket is readable by this user.',
  },
  NODE_ERROR: {
    retry: 'backoff',
    exit: 75,
    hint: 'The node refused the call; its own log says more.',
  },
  WRONG_CHAIN: {
    retry: 'never',
    exit: 78,
    hint: 'The node is on another chain than the pipeline; check `chain_id` and the endpoint.',
  },
  REORG_TOO_DEEP: {
    retry: 'backoff',
    exit: 75,
    hint: 'The network is read afresh; nothing is sent until that is done.',
  },
  CREDENTIAL_MISSING: {
    retry: 'never',
    exit: 78,
    hint: 'Put the key file into $CREDENTIALS_DIRECTORY, readable by this user only.',
  },
  CREDENTIAL_REFUSED: {
    retry: 'never',
    exit: 78,
    hint: 'Use a key that is yours alone; test keys work on a development chain only.',
  },
  LEDGER_CORRUPT: {
    retry: 'never',
    exit: 1,
    hint: 'Nothing is sent on books that do not verify; restore the files or start a new state directory.',
  },
  BOOKS_DIFFER: {
    retry: 'never',
    exit: 1,
    hint: 'The books and the chain disagree; the accounts and assets are listed above.',
  },
  STATE_IN_USE: {
    retry: 'backoff',
    exit: 75,
    hint: 'Another daemon holds this state directory; give this one its own with --state.',
  },
  TOOL_MISSING: {
    retry: 'never',
    exit: 69,
    hint: 'Install the development dependencies: `npm ci --ignore-scripts`.',
  },
  BUG: { retry: 'bug', exit: 70, hint: 'Please report this with the lines above.' },
} as const satisfies Record<string, { retry: Retry; exit: number; hint: string }>

/** Name of a failure in the catalogue. */
export type ErrorCode = keyof typeof catalogue

/** Facts beside a message: names end in their unit. */
export type Facts = Readonly<Record<string, unknown>>

/** The one error class: a code from the catalogue, a sentence, and facts. */
export class MevdError extends Error {
  /** Code in the catalogue. */
  readonly code: ErrorCode
  /** What was seen, for the log. */
  readonly facts: Facts

  constructor(code: ErrorCode, message: string, options: { facts?: Facts; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'MevdError'
    this.code = code
    this.facts = options.facts ?? {}
  }

  /** What a person can do about it. */
  get hint(): string {
    return catalogue[this.code].hint
  }

  /** Exit code for a process that ends with this error. */
  get exit(): number {
    return catalogue[this.code].exit
  }
}

/** The sentence in any thrown value. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
