import { askHop, type HopState, isOneRange, quoteHop, quotePath } from '../../market/quote.ts'
import { goldenSize } from './golden.ts'
import { after, identity, localOf, type Mobius, mobiusOf, peakOf, slopeAt } from './mobius.ts'

/** The best size found for a path, and what it gives; amounts in smallest units of the base token. */
export type Sized = { readonly input: bigint; readonly output: bigint }

const MAX_WALK = 40
/** Of the input: profit is flat at its peak, so that this much beside it costs a part in 10^18. */
const NEAR = 1e-9

/**
 * The input that earns most on a closed path, confirmed in integers.
 *
 * Constant-product pools compose to (p·a + q) / (r·a + s), whose profit peaks where the slope is 1. V3
 * hops are the same in the range where the input ends, so the peak is walked to from range to range.
 * Paths over other curves are sized by golden section on the exact profit, which is concave.
 *
 * @returns null where no input earns a single unit.
 */
export function bestSize(hops: readonly HopState[]): Sized | null {
  const input = guess(hops)
  if (input === null) return null
  const best = snapped(hops, input)
  const output = quotePath(hops, best)
  return output > best ? { input: best, output } : null
}

function guess(hops: readonly HopState[]): bigint | null {
  const start = composed(hops.map(mobiusOf))
  if (start === null) return goldenSize(hops, 1n)
  if (!(slopeAt(start, 0) > 1)) return null
  const peak = peakOf(start)
  if (!Number.isFinite(peak)) return null
  if (hops.every(isOneRange)) return units(peak)
  const walkable = hops.every((hop) => isOneRange(hop) || hop.venue === 'uniswap-v3')
  return walkable ? walk(hops, peak) : goldenSize(hops, units(peak))
}

const units = (a: number): bigint => (a >= 1 ? BigInt(Math.floor(a)) : 1n)

function composed(parts: readonly (Mobius | null)[]): Mobius | null {
  let whole = identity
  for (const part of parts) {
    if (part === null) return null
    whole = after(part, whole)
  }
  return whole
}

/**
 * Walks to the peak: at each input the path is one function, of the ranges where that input ends.
 *
 * Its slope says on which side the peak lies, so the bracket closes; its own peak is the next input.
 */
function walk(hops: readonly HopState[], from: number): bigint {
  let low = 0
  let high = Number.POSITIVE_INFINITY
  let at = from
  for (let i = 0; i < MAX_WALK; i++) {
    const here = around(hops, units(at))
    const rises = here !== null && slopeAt(here, at) > 1
    if (rises) low = at
    else high = at
    const peak = here === null ? Number.NaN : peakOf(here)
    const next = peak > low && peak < high ? peak : between(low, high)
    if (Math.abs(next - at) <= Math.max(0.5, at * NEAR)) return units(next)
    at = next
  }
  return units(low)
}

const between = (low: number, high: number): number =>
  Number.isFinite(high) ? (low + high) / 2 : low * 2

/** The path as one function around an input; null where a pool cannot take it. */
function around(hops: readonly HopState[], input: bigint): Mobius | null {
  let amount = input
  let whole = identity
  for (const hop of hops) {
    const local = localOf(hop, amount)
    const part = local?.mobius ?? (isOneRange(hop) ? mobiusOf(hop) : null)
    amount = local?.amountOut ?? quoteHop(hop, amount)
    if (part === null || amount === 0n) return null
    whole = after(part, whole)
  }
  return whole
}

/** Below so many units of a token on the way, one unit more or less shows in the profit. */
const COARSE = 10n ** 14n
const STEPS = [-2n, -1n, 0n, 1n, 2n]

/**
 * The input moved onto a step of the coarsest token on the way.
 *
 * A token of few decimals makes a staircase of the output: of all inputs that reach a step the least is
 * the best. Steps around that of `input` are tried.
 */
function snapped(hops: readonly HopState[], input: bigint): bigint {
  const amounts = [input]
  for (const hop of hops.slice(0, -1)) amounts.push(quoteHop(hop, amounts.at(-1) ?? 0n))
  let coarsest = 1
  for (let i = 2; i < amounts.length; i++)
    if ((amounts[i] as bigint) < (amounts[coarsest] as bigint)) coarsest = i
  const step = amounts[coarsest]
  if (step === undefined || step > COARSE) return input
  const back = hops.slice(0, coarsest).reverse()
  let best = input
  let most = quotePath(hops, input) - input
  for (const by of STEPS) {
    const least = askBack(back, step + by)
    const profit = least > 0n ? quotePath(hops, least) - least : -1n
    if (profit > most) {
      best = least
      most = profit
    }
  }
  return best
}

/** Least input of hops, given last first, for an output; 0 where there is none. */
const askBack = (hops: readonly HopState[], amountOut: bigint): bigint =>
  hops.reduce((amount, hop) => (amount > 0n ? askHop(hop, amount) : 0n), amountOut)
