import { swapExactIn } from '../../daemon/market/venues/uniswap-v3/swap.ts'
import type { Bench } from './harness.ts'
import { inputs, steppedPool, turning } from './inputs.ts'
import { sdkAmount, sdkPool } from './uniswap-sdk.ts'

/** Exact output of a V3 pool for an input that crosses five initialised ticks. */
export function quoteV3Bench(): Bench {
  const pool = steppedPool()
  const theirs = sdkPool(pool)
  const amounts = inputs((i) => 145n * 10n ** 18n + BigInt(i) * 10n ** 16n)
  for (const amount of amounts) {
    const { crossed } = swapExactIn(pool, false, amount)
    if (crossed !== 5) throw new Error(`crosses ${crossed} ticks, not 5`)
  }
  const next = turning(amounts)
  const nextOfPeer = turning(amounts.map((amount) => sdkAmount(false, amount)))
  return {
    name: 'quote-v3-5-ticks',
    work: () => swapExactIn(pool, false, next()),
    peer: {
      name: '@uniswap/v3-sdk getOutputAmount',
      work: () => theirs.getOutputAmount(nextOfPeer()),
    },
  }
}
