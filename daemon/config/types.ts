import type { Hex, Millis, Ppm, Wei } from '../kernel/units.ts'
import type { Pipeline } from './generated/pipeline.ts'
import type { Comparison } from './generated/rules.ts'
import type { ProblemCode, Severity } from './problem-codes.ts'

/** Something in a file that is wrong or doubtful, and where it stands. */
export type Problem = {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1, in UTF-16 units. */
  readonly column: number
  readonly severity: Severity
  readonly code: ProblemCode
  /** JSON pointer into the file; empty for the whole of it. */
  readonly path: string
  readonly message: string
  readonly hint: string | null
}

/** A network that mevd knows. */
export type Network = Pipeline['network']

/** A node that mevd starts, restarts and adopts. Relative paths are below the state directory. */
export type ProcessNodeOptions = {
  readonly deploy: 'process'
  readonly client: 'anvil'
  readonly ipc: string
  readonly data: string
  /** Time between two blocks of a development chain. */
  readonly block: Millis
}

/** A node that runs already. A relative path is below the state directory. */
export type ExternalNodeOptions = { readonly deploy: 'external'; readonly ipc: string }

/** The `node:` block of a pipeline. */
export type NodeOptions = ProcessNodeOptions | ExternalNodeOptions

/** An exchange: the pools that one factory made. In Uniswap V3 each pool has its own fee. */
export type DexOptions =
  | {
      readonly name: string
      readonly venue: 'uniswap-v2'
      readonly factory: Hex
      readonly fee: Ppm
    }
  | { readonly name: string; readonly venue: 'uniswap-v3'; readonly factory: Hex }

/** The `markets:` block of a pipeline; addresses are lower-case. */
export type MarketsOptions = {
  /** Token that is the native coin at par; gas is paid in it. */
  readonly native: Hex
  /** Addresses by the names that the file uses. */
  readonly tokens: Readonly<Record<string, Hex>>
  readonly dexes: readonly DexOptions[]
  /** Block where discovery by factory events begins. */
  readonly fromBlock: number
}

/** One stream of the graph: an operator, what it reads, and its options. */
export type StreamOptions = {
  readonly use: string
  readonly from: readonly string[]
  /** Most pools in one path; the default where the operator has no such option. */
  readonly maxHops: number
  /** Tokens that a path begins and ends with; empty where the operator has no such option. */
  readonly base: readonly Hex[]
}

/** One strategy: what it reads and when an opportunity is its own. */
export type StrategyOptions = {
  readonly name: 'cross-dex-arbitrage'
  readonly from: string
  /** Least profit of one trade, net after gas. YAML: `min_profit_gwei`. */
  readonly minProfit: Wei
  /** Highest price per gas at which it trades. YAML: `max_gas_gwei`. */
  readonly maxGas: Wei
}

/** The `policy:` block of a pipeline. */
export type PolicyOptions = {
  /** Names of rule sets, all of them among the configuration's. */
  readonly rules: readonly string[]
  /** Hard: most of the base token that one trade puts in. YAML: `max_trade_gwei`. */
  readonly maxTrade: Wei
  /** Hard: most that one trade can cost whatever happens. YAML: `max_loss_gwei`. */
  readonly maxLoss: Wei
  /** Verdicts and prices older than this are dropped. YAML: `stale_ms`. */
  readonly stale: Millis
}

/** The `execution:` block of a pipeline. */
export type ExecutionOptions = {
  readonly mode: 'shadow' | 'live'
  /** Where transactions are handed in; empty only in mode shadow. */
  readonly venues: readonly 'node'[]
  readonly executor: Hex
  /** Names of key files; empty only in mode shadow. */
  readonly signers: readonly string[]
  /** Tip per gas. YAML: `priority_fee_gwei`. */
  readonly priorityFee: Wei
  /** Hard: most paid per gas, tip included. YAML: `max_fee_gwei`. */
  readonly maxFee: Wei
  /** Blocks after which an outcome is shown as final. */
  readonly confirmations: number
}

/** One pipeline, fully resolved and frozen: no optionals survive parsing. */
export type PipelineConfig = {
  /** File it was read from, as it was named. */
  readonly file: string
  /** SHA-256 over the text of the file and of every rule file it names. */
  readonly hash: string
  readonly name: string
  readonly network: Network
  readonly chainId: number
  readonly node: NodeOptions
  readonly feeds: { readonly heads: 'node'; readonly logs: 'node' }
  readonly markets: MarketsOptions
  /** Streams by name; the sources `heads` and `logs` are not among them. */
  readonly graph: Readonly<Record<string, StreamOptions>>
  /** In file order: an opportunity goes to the first whose conditions it meets. */
  readonly strategies: readonly StrategyOptions[]
  readonly policy: PolicyOptions
  readonly execution: ExecutionOptions
}

/** What a rule's condition compares a fact with. */
export type RuleValue = number | string | boolean | readonly (number | string)[]

/** A comparison of one fact, or exactly one of `all`, `any` and `not`. */
export type RuleCondition =
  | {
      readonly fact: string
      readonly operator: Comparison['operator']
      readonly value: RuleValue
    }
  | RuleConditions

/** A group of conditions, in the shape that json-rules-engine takes. */
export type RuleConditions =
  | { readonly all: readonly RuleCondition[] }
  | { readonly any: readonly RuleCondition[] }
  | { readonly not: RuleCondition }

/** What a rule does to a trade. It can only tighten. The keys are those of the file. */
export type RuleEvent =
  | { readonly type: 'deny'; readonly params: { readonly reason: string } }
  | {
      readonly type: 'shrink'
      readonly params: { readonly reason: string; readonly factor_ppm: Ppm }
    }

/** One rule of a set. */
export type Rule = {
  readonly name: string
  readonly description: string
  readonly priority: number
  readonly conditions: RuleConditions
  readonly event: RuleEvent
}

/** A rule set, resolved and frozen. */
export type RuleSet = {
  readonly file: string
  /** SHA-256 of the file's text. */
  readonly hash: string
  readonly name: string
  readonly description: string
  readonly rules: readonly Rule[]
}

/** Everything that the files say, checked whole. */
export type Config = {
  readonly pipelines: readonly PipelineConfig[]
  /** Rule sets by name, in an object without a prototype. */
  readonly ruleSets: Readonly<Record<string, RuleSet>>
  /** SHA-256 over all pipelines and rule sets; where the files stand does not count. */
  readonly hash: string
}

/** Type of a stream of the graph. */
export type StreamType = 'head' | 'change' | 'pool-state' | 'opportunity'

/** Type of a fact that rules can read. */
export type FactType = 'number' | 'integer' | 'boolean' | 'string'

/** A fact that rules can read. */
export type Fact = {
  readonly type: FactType
  readonly unit?: string
  readonly description: string
  /** Least and greatest value it can have. */
  readonly range?: readonly [number, number]
  /** Every value that a string can have. */
  readonly values?: readonly string[]
}

/** An operator of the graph, as far as a file can be wrong about it. */
export type Operator = {
  /** One stream of each of these types, in any order; with `many`, one or more of one of them. */
  readonly inputs: readonly StreamType[]
  readonly many: boolean
  readonly output: StreamType
  /** Keys it takes beside `use`, `from` and `accept`. */
  readonly options: readonly string[]
}

/** The names that files may use; strategies, policy and execution fill it, the app passes it in. */
export type Catalogue = {
  readonly operators: Readonly<Record<string, Operator>>
  readonly facts: Readonly<Record<string, Fact>>
  /** Comparisons that rules may make, by the type of the fact. */
  readonly ruleOperators: Readonly<Record<FactType, readonly string[]>>
  readonly venues: {
    /** Kinds of pools that `markets.dexes` may name. */
    readonly pools: readonly string[]
    /** Ways to hand a transaction in that `execution.venues` may name. */
    readonly execution: readonly string[]
  }
}
