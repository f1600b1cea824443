import type { PoolTable } from '../../../daemon/market/pools/table.ts'
import { halvesOf } from '../../../daemon/strategies/cycles/halves.ts'
import { type EdgePath, joinOf } from '../../../daemon/strategies/cycles/join.ts'

/** Every cycle of a market, paying or not: the search over rates with which all of them pay. */
export function everyCycle(
  table: PoolTable,
  bases: readonly number[],
  maxHops: number,
): readonly EdgePath[] {
  const edges = { ...table.edges, rate: new Float64Array(table.edges.count).fill(2) }
  const options = { bases, maxHops, tokens: table.tokens.length, maxHalves: 1_000_000 }
  const pools = Array.from({ length: table.size }, (_, pool) => pool)
  return joinOf(halvesOf(edges, options), 10_000_000)(pools).paths
}
