import type { Outcome } from '../execution/types.ts'
import type { Tuning } from '../scoring/types.ts'

/** Before the first receipt: what the executor needs on pools that have been used before. */
export const startingTuning: Tuning = {
  gasBase: 60_000,
  gasPerHop: { 'uniswap-v2': 75_000, 'uniswap-v3': 110_000 },
}

/** Weight of the newest receipt. */
const ALPHA = 0.1

/**
 * The tuning after one landed trade: each hop's gas follows what receipts say.
 *
 * The difference from the estimate is shared out over the hops in equal parts and smoothed
 * exponentially. A failed transaction teaches nothing, since it stopped on the way.
 */
export function learnGas(tuning: Tuning, outcome: Outcome): Tuning {
  if (outcome.kind !== 'landed' || !outcome.success) return tuning
  const { venues } = outcome.order
  const expected = venues.reduce(
    (sum, venue) => sum + (tuning.gasPerHop[venue] ?? 0),
    tuning.gasBase,
  )
  const share = (Number(outcome.gasUsed) - expected) / Math.max(1, venues.length)
  const gasPerHop = { ...tuning.gasPerHop }
  for (const venue of venues) gasPerHop[venue] = (gasPerHop[venue] ?? 0) + ALPHA * share
  return { ...tuning, gasPerHop }
}
