import type { PipelineConfig, StrategyOptions, StreamOptions } from '../../daemon/config/types.ts'
import { type Hex, millis, wei } from '../../daemon/kernel/units.ts'
import { token } from '../market/examples.ts'

const nobody: Hex = `0x${'0'.repeat(40)}`

/** A stream of the graph. */
export const stream = (use: string, ...from: readonly string[]): StreamOptions => ({
  ...{ use, from, maxHops: 3 },
  base: use === 'find-cycles' ? [token(0)] : [],
})

/** A strategy that takes all that is worth it, whatever gas costs, if not said otherwise. */
export const strategy = (
  from: string,
  minProfit = 1n,
  maxGas = 10n ** 18n,
  name = from,
): StrategyOptions => ({
  name: name as StrategyOptions['name'],
  from,
  minProfit: wei(minProfit),
  maxGas: wei(maxGas),
})

/** A pipeline of which only graph and strategies matter. */
export const pipelineOf = (
  graph: PipelineConfig['graph'],
  strategies: readonly StrategyOptions[],
): PipelineConfig => ({
  ...{ file: 'devnet.yaml', hash: '', name: 'devnet', network: 'devnet', chainId: 31_337 },
  ...{ node: { deploy: 'external', ipc: '' }, feeds: { heads: 'node', logs: 'node' } },
  ...{ markets: { native: token(0), tokens: {}, dexes: [], fromBlock: 0 }, graph, strategies },
  policy: { rules: [], maxTrade: wei(0n), maxLoss: wei(0n), stale: millis(0) },
  execution: {
    ...{ mode: 'shadow', venues: [], executor: nobody, signers: [], confirmations: 1 },
    ...{ priorityFee: wei(0n), maxFee: wei(0n) },
  },
})
