import type { PoolTable } from '../../market/pools/table.ts'
import type { Cycles } from './enumerate.ts'

/** Finds the cycles worth a closer look; remembers which it has looked at in the present round. */
export type Screen = (table: PoolTable, touched: readonly number[]) => Found

/** What one round of screening gave. */
export type Found = {
  /** Cycles whose marginal rate after fees is above 1. */
  readonly candidates: readonly number[]
  /** Cycles priced. */
  readonly priced: number
}

/**
 * A screen over `cycles`: prices each cycle through a touched pool once, in floats.
 *
 * A cycle whose product of marginal rates is not above 1 has no profitable size, since the output of
 * each pool is concave in its input.
 */
export function screenOf(cycles: Cycles): Screen {
  const seen = new Uint32Array(cycles.count)
  let round = 0

  const fresh: number[] = []
  const collect = (pool: number): void => {
    for (const c of cycles.byPool.subarray(cycles.start[pool], cycles.start[pool + 1])) {
      if (seen[c] === round) continue
      seen[c] = round
      fresh.push(c)
    }
  }
  return (table, touched) => {
    round++
    fresh.length = 0
    for (const pool of touched) collect(pool)
    const candidates = fresh.filter((c) => rateOf(table, cycles, c) > 1)
    return { candidates, priced: fresh.length }
  }
}

/** Marginal rate of a cycle: units of the base out per unit in, for a vanishing input. */
export function rateOf(table: PoolTable, cycles: Cycles, c: number): number {
  let rate = 1
  const end = (c + 1) * cycles.width
  for (let i = c * cycles.width; i < end; i++) {
    const hop = cycles.hops[i] as number
    if (hop < 0) break
    rate *=
      (hop & 1) === 1 ? (table.rate01[hop >> 1] as number) : (table.rate10[hop >> 1] as number)
  }
  return rate
}
