import { amountOut, quoteV2Float } from '../../daemon/market/venues/uniswap-v2.ts'
import type { Bench } from './harness.ts'
import { inputs, reservesOf, turning, VARIETY } from './inputs.ts'

/**
 * Output of a V2 pair in floats, read from a typed array as the screen does.
 *
 * The peer is our own exact quote: what a screen in integers would cost.
 */
export function quoteV2FloatBench(): Bench {
  const exact = inputs((i) => [...reservesOf(i), BigInt(i + 1) * 10n ** 18n] as const)
  const floats = Float64Array.from(exact.flat(), Number)
  const next = turning(exact)
  let sum = 0
  let at = 0
  return {
    name: 'quote-v2-float',
    work: () => {
      at = (at + 3) % (3 * VARIETY)
      sum += quoteV2Float(
        floats[at] as number,
        floats[at + 1] as number,
        0.997,
        floats[at + 2] as number,
      )
      return sum
    },
    peer: {
      name: 'the exact quote, in BigInt',
      work: () => {
        const [x, y, a] = next()
        return amountOut(x, y, 3000, a)
      },
    },
  }
}
