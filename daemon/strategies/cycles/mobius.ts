import { type HopState, productOf } from '../../market/quote.ts'
import { virtualReserves } from '../../market/venues/uniswap-v3/state.ts'
import { swapExactIn } from '../../market/venues/uniswap-v3/swap.ts'

/** The function (p·a + q) / (r·a + s): what a chain of constant-product pools does to an amount. */
export type Mobius = {
  readonly p: number
  readonly q: number
  readonly r: number
  readonly s: number
}

/** The function that changes nothing. */
export const identity: Mobius = { p: 1, q: 0, r: 0, s: 1 }

/** `second` after `first`, scaled so that long chains stay within the floats. */
export function after(second: Mobius, first: Mobius): Mobius {
  const r = second.r * first.p + second.s * first.r
  const s = second.r * first.q + second.s * first.s
  const scale = Math.abs(s) > 0 ? s : 1
  return {
    p: (second.p * first.p + second.q * first.r) / scale,
    q: (second.p * first.q + second.q * first.s) / scale,
    r: r / scale,
    s: s / scale,
  }
}

/** Output per further unit of input at `a`. */
export const slopeAt = ({ p, q, r, s }: Mobius, a: number): number =>
  (p * s - q * r) / (r * a + s) ** 2

/** The input at which output less input is greatest: where the slope is 1. */
export const peakOf = ({ p, q, r, s }: Mobius): number => (Math.sqrt(p * s - q * r) - s) / r

/** A hop's function within its present range; null where it is no constant-product pool there. */
export function mobiusOf(hop: HopState): Mobius | null {
  const product = productOf(hop)
  if (product === null) return null
  const { x, y, keep } = product
  return x > 0 && y > 0 ? { p: y * keep, q: 0, r: keep, s: x } : null
}

/** A hop's function in the range where an input of `amountIn` ends, and what it pays for that. */
export type Local = { readonly mobius: Mobius; readonly amountOut: bigint }

/**
 * A hop looked at from where an input ends: V3 ranges passed on the way are in the offsets.
 *
 * @returns null where the hop does not take the whole input, or is no constant-product pool there.
 */
export function localOf(hop: HopState, amountIn: bigint): Local | null {
  if (hop.venue !== 'uniswap-v3') return null
  const swap = swapExactIn(hop.state, hop.zeroForOne, amountIn)
  if (swap.amountIn !== amountIn || swap.liquidity === 0n) return null
  const reserves = virtualReserves(swap)
  const [x, y] = hop.zeroForOne ? [reserves.x, reserves.y] : [reserves.y, reserves.x]
  const fee = hop.zeroForOne ? hop.state.feePpm : (hop.state.feePpm10 ?? hop.state.feePpm)
  const keep = 1 - fee / 1e6
  const paid = Number(swap.amountOut)
  const put = Number(amountIn) * keep
  return {
    amountOut: swap.amountOut,
    mobius: {
      p: keep * (paid + y),
      q: paid * x - put * (paid + y),
      r: keep,
      s: x - put,
    },
  }
}
