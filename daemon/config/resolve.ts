import { type Hex, millis, ppm, type Wei, wei } from '../kernel/units.ts'
import { defaults } from './defaults.ts'
import type { Dex, Execution, Markets, Pipeline, Policy, Stream } from './generated/pipeline.ts'
import type { RuleSetFile } from './generated/rules.ts'
import type {
  DexOptions,
  ExecutionOptions,
  MarketsOptions,
  NodeOptions,
  PipelineConfig,
  PolicyOptions,
  Rule,
  RuleSet,
  StrategyOptions,
  StreamOptions,
} from './types.ts'

/** A checked pipeline file in the units and names that the daemon uses. */
export const pipelineOf = (file: string, hash: string, given: Pipeline): PipelineConfig => {
  const markets = marketsOf(given.markets)
  return {
    file,
    hash,
    name: given.name,
    network: given.network,
    chainId: given.chain_id,
    node: nodeOf(given.node),
    feeds: { heads: given.feeds.heads, logs: given.feeds.logs },
    markets,
    graph: mapped(given.graph, (stream) => streamOf(stream, markets)),
    strategies: strategiesOf(given),
    policy: policyOf(given.policy),
    execution: executionOf(given.execution),
  }
}

/** A checked rule set file. */
export const ruleSetOf = (file: string, hash: string, given: RuleSetFile): RuleSet => ({
  file,
  hash,
  name: given.name,
  description: given.description,
  // Checked against the schema: a group holds exactly one key, and factors are whole numbers.
  rules: given.rules as readonly unknown[] as readonly Rule[],
})

/** Gwei as wei, exact to the last digit that the file gives; fractions of a wei are cut off. */
function weiOf(gwei: number): Wei {
  const [whole = '0', fraction = ''] = (gwei < 1e-6 ? gwei.toFixed(9) : String(gwei)).split('.')
  return wei(BigInt(whole + fraction.slice(0, 9).padEnd(9, '0')))
}

const hex = (address: string): Hex => address.toLowerCase() as Hex

const mapped = <From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> => {
  const result: Record<string, To> = Object.create(null)
  for (const [key, value] of Object.entries(record)) result[key] = change(value)
  return result
}

const nodeOf = (node: Pipeline['node']): NodeOptions =>
  node.deploy === 'external'
    ? { deploy: node.deploy, ipc: node.ipc }
    : {
        deploy: node.deploy,
        client: node.client,
        ipc: node.ipc,
        data: node.data,
        block: millis(node.block_ms ?? defaults.block_ms),
      }

const dexOf = (dex: Dex): DexOptions => {
  const { name } = dex
  const factory = hex(dex.factory)
  return dex.venue === 'uniswap-v3'
    ? { name, venue: dex.venue, factory }
    : { name, venue: dex.venue, factory, fee: ppm(dex.fee_ppm) }
}

/** The address of a token that is known to be in the file. */
const tokenOf = (tokens: Readonly<Record<string, string>>, name: string): Hex =>
  hex(tokens[name] ?? '')

const marketsOf = (markets: Markets): MarketsOptions => ({
  native: tokenOf(markets.tokens, markets.native),
  tokens: mapped(markets.tokens, hex),
  dexes: markets.dexes.map(dexOf),
  fromBlock: markets.from_block ?? defaults.from_block,
})

const streamOf = (stream: Stream, { tokens }: MarketsOptions): StreamOptions => {
  const isSearch = stream.use === 'find-cycles'
  return {
    use: stream.use,
    from: typeof stream.from === 'string' ? [stream.from] : stream.from,
    maxHops: (isSearch ? stream.max_hops : undefined) ?? defaults.max_hops,
    base: isSearch ? stream.base.map((name) => tokenOf(tokens, name)) : [],
  }
}

function strategiesOf({ strategies }: Pipeline): readonly StrategyOptions[] {
  const names = Object.keys(strategies) as (keyof typeof strategies)[]
  return names.flatMap((name) => {
    const given = strategies[name]
    if (!given) return []
    const minProfit = weiOf(given.min_profit_gwei)
    return [{ name, from: given.from, minProfit, maxGas: weiOf(given.max_gas_gwei) }]
  })
}

const policyOf = (policy: Policy): PolicyOptions => ({
  rules: policy.rules,
  maxTrade: weiOf(policy.max_trade_gwei),
  maxLoss: weiOf(policy.max_loss_gwei),
  stale: millis(policy.stale_ms),
})

const executionOf = (execution: Execution): ExecutionOptions => ({
  mode: execution.mode ?? defaults.mode,
  venues: execution.venues ?? defaults.venues,
  executor: hex(execution.executor),
  signers: execution.signers ?? defaults.signers,
  priorityFee: weiOf(execution.priority_fee_gwei),
  maxFee: weiOf(execution.max_fee_gwei),
  confirmations: execution.confirmations ?? defaults.confirmations,
})
