// Generated from schemas/pipeline.schema.json; run `npm run generate`.

/** Codes of warnings that were weighed and are accepted in this block. */
export type Accept = (
  | 'BASE_NOT_NATIVE'
  | 'CHAIN_ID_PUBLIC'
  | 'GAS_ABOVE_FEE'
  | 'LOSS_BELOW_GAS'
  | 'STALE_BELOW_BLOCK'
)[]
/** An exchange: pools that one factory made. */
export type Dex = UniswapV2Dex | UniswapV3Dex
/** One operator over the sources or over other streams. */
export type Stream = TrackPools | FindCycles | Merge

/** A pipeline: a network, its node, what is looked for there, and what may be sent. */
export type Pipeline = {
  /** Version of this file format. */
  apiVersion: 'mevd/v1'
  /** What the file holds. */
  kind: 'Pipeline'
  /** Name of the pipeline in logs, metrics and commands; unique among all pipelines. */
  name: string
  /** Network that the pipeline works on. */
  network:
    | 'ethereum'
    | 'arbitrum'
    | 'optimism'
    | 'base'
    | 'polygon'
    | 'avalanche'
    | 'bsc'
    | 'solana'
    | 'devnet'
  /** Chain id that the node must report; a node that reports another is refused. */
  chain_id: number
  /** The node that the pipeline reads from and sends through. */
  node: ProcessNode | ExternalNode
  feeds: Feeds
  markets: Markets
  /** Named streams; each is one operator over `heads` and `logs` or over other streams. */
  graph: {
    [k: string]: Stream
  }
  strategies: Strategies
  policy: Policy
  execution: Execution
  accept?: Accept
}
/** A node that mevd starts, restarts when it dies, and adopts when it runs already. */
export type ProcessNode = {
  /** `process`: mevd starts the node, restarts it, and adopts a running one. */
  deploy: 'process'
  /** Client program to run. */
  client: 'anvil'
  /** Socket of the node; a relative path is below the state directory. */
  ipc: string
  /** Where the node keeps its chain; a relative path is below the state directory. */
  data: string
  /** Time between two blocks of a development chain, in milliseconds. */
  block_ms?: number
  accept?: Accept
}
/** A node that runs already and that mevd only connects to. */
export type ExternalNode = {
  /** `external`: the node runs already and is not started or stopped by mevd. */
  deploy: 'external'
  /** Socket of the node; a relative path is below the state directory. */
  ipc: string
  accept?: Accept
}
/** Where each source stream comes from. */
export type Feeds = {
  /** Where new blocks come from. */
  heads: 'node'
  /** Where event logs come from. */
  logs: 'node'
  accept?: Accept
}
/** Tokens and exchanges whose pools are tracked. */
export type Markets = {
  /** Name, in `tokens`, of the token that is the native coin at par; gas is paid in it. */
  native: string
  /** Addresses of the tokens that this file names. */
  tokens: {
    [k: string]: string
  }
  /** Exchanges whose pools are tracked, each found through the events of its factory. */
  dexes: Dex[]
  /** Block where the search for pools begins: that of the oldest factory saves time. */
  from_block?: number
  accept?: Accept
}
/** An exchange of constant-product pools that all take the same fee. */
export type UniswapV2Dex = {
  /** Name of the exchange in logs and reports; unique in this file. */
  name: string
  /** Kind of pools: constant product, as in Uniswap V2 and its forks. */
  venue: 'uniswap-v2'
  /** Contract that made the pools. */
  factory: string
  /** Fee of every pool, in parts per million of what goes in. */
  fee_ppm: number
}
/** An exchange of concentrated-liquidity pools, each with its own fee. */
export type UniswapV3Dex = {
  /** Name of the exchange in logs and reports; unique in this file. */
  name: string
  /** Kind of pools: concentrated liquidity, as in Uniswap V3 and its forks. */
  venue: 'uniswap-v3'
  /** Contract that made the pools. */
  factory: string
}
/** Keeps the state of every pool, block by block. */
export type TrackPools = {
  /** Operator: keeps the state of every pool of `markets`. */
  use: 'track-pools'
  /** A stream of heads and a stream of logs. */
  from: string | string[]
  accept?: Accept
}
/** Finds closed paths through pools that end with more than they began with. */
export type FindCycles = {
  /** Operator: finds closed paths through pools that give more than they take. */
  use: 'find-cycles'
  /** A stream of pool states. */
  from: string | string[]
  /** Most pools in one path. */
  max_hops?: number
  /** Names, in `markets.tokens`, of the tokens that a path may begin and end with. */
  base: string[]
  accept?: Accept
}
/** Makes one stream of several of the same type. */
export type Merge = {
  /** Operator: passes on what any of its streams gives. */
  use: 'merge'
  /** Streams of one type. */
  from: string | string[]
  accept?: Accept
}
/** What to do with what is found, in order of precedence. */
export type Strategies = {
  'cross-dex-arbitrage'?: CrossDexArbitrage
}
/** Trades a cycle through two or more pools in one transaction that reverts unless it pays. */
export type CrossDexArbitrage = {
  /** Stream of opportunities that the strategy reads. */
  from: string
  /** Least profit of one trade, net after gas, in gwei of the native coin. */
  min_profit_gwei: number
  /** Highest price of gas at which the strategy trades, in gwei. */
  max_gas_gwei: number
  accept?: Accept
}
/** Limits that every trade is held to, and the rule sets that may tighten them. */
export type Policy = {
  /** Rule sets to apply, by name: `sizing` is `../rules/sizing.json`. */
  rules: string[]
  /** Hard limit: most of the base token that one trade puts in, in gwei. */
  max_trade_gwei: number
  /** Hard limit: most that one trade can cost (gas limit times highest fee), in gwei. */
  max_loss_gwei: number
  /** Verdicts and prices older than this are dropped, in milliseconds. */
  stale_ms: number
  accept?: Accept
}
/** How trades are sent, by whom, and at what fee. */
export type Execution = {
  /** `shadow`: everything but the send, with the outcome simulated. `live`: trades are sent. */
  mode?: 'shadow' | 'live'
  /** Where transactions are handed in; required in mode live. */
  venues?: 'node'[]
  /** Contract that makes the trade and reverts unless it pays. */
  executor: string
  /** Names of the key files in $CREDENTIALS_DIRECTORY that sign; required in mode live. */
  signers?: string[]
  /** Tip per gas paid to the builder of the block, in gwei. */
  priority_fee_gwei: number
  /** Hard limit: most paid per gas, tip included, in gwei. */
  max_fee_gwei: number
  /** Blocks after which an outcome is shown as final. */
  confirmations?: number
  accept?: Accept
}
