import { type HopState, quotePath } from '../../market/quote.ts'
import { virtualReserves } from '../../market/venues/uniswap-v3/state.ts'

/** The best size found for a path, and what it gives; amounts in smallest units of the base token. */
export type Sized = { readonly input: bigint; readonly output: bigint }

const GOLDEN = (Math.sqrt(5) - 1) / 2
const MAX_GROWTH = 64
const MAX_SECTIONS = 64

/**
 * The input that earns most on a closed path, confirmed in integers.
 *
 * Constant-product hops compose to slope·a / (1 + bend·a), whose profit peaks at (√slope − 1) / bend:
 * right up to the floats, and the profit is flat there. A path with V3 hops starts from the same formula over the
 * present ranges and is refined by golden section on the exact, concave profit.
 *
 * @returns null where no input earns a single unit.
 */
export function bestSize(hops: readonly HopState[]): Sized | null {
  const guess = closedForm(hops)
  if (guess === null) return null
  const ranged = hops.some((hop) => hop.venue === 'uniswap-v3')
  const input = ranged ? refine(hops, guess) : guess
  const output = quotePath(hops, input)
  return output > input ? { input, output } : null
}

/** Best input of the hops taken as constant-product pools; null where the marginal rate is ≤ 1. */
function closedForm(hops: readonly HopState[]): bigint | null {
  let slope = 1
  let bend = 0
  for (const hop of hops) {
    const { x, y, keep } = constantProduct(hop)
    if (!(x > 0 && y > 0)) return null
    bend += (keep * slope) / x
    slope *= (keep * y) / x
  }
  if (!(slope > 1)) return null
  const best = Math.floor((Math.sqrt(slope) - 1) / bend)
  return best >= 1 && Number.isFinite(best) ? BigInt(best) : 1n
}

function constantProduct(hop: HopState): { x: number; y: number; keep: number } {
  if (hop.venue === 'uniswap-v2')
    return {
      x: Number(hop.reserveIn),
      y: Number(hop.reserveOut),
      keep: 1 - hop.feePpm / 1e6,
    }
  const { x, y } = virtualReserves(hop.state)
  const keep = 1 - hop.state.feePpm / 1e6
  return hop.zeroForOne ? { x, y, keep } : { x: y, y: x, keep }
}

/** Golden section over exact profit, on a bracket grown from the guess until the profit falls. */
function refine(hops: readonly HopState[], guess: bigint): bigint {
  const profit = (input: bigint): bigint => quotePath(hops, input) - input
  let top = guess
  let known = profit(top)
  for (let i = 0; i < MAX_GROWTH; i++) {
    const next = profit(top * 2n)
    if (next <= known) break
    top *= 2n
    known = next
  }
  let low = top > guess ? top / 2n : 0n
  let high = top * 2n
  const inner = (from: bigint, to: bigint): bigint =>
    to - BigInt(Math.floor(Number(to - from) * GOLDEN))
  let left = inner(low, high)
  let right = low + (high - left)
  let atLeft = profit(left)
  let atRight = profit(right)
  for (let i = 0; i < MAX_SECTIONS && high - low > 2n + (low >> 20n); i++) {
    if (atLeft >= atRight) {
      high = right
      right = left
      atRight = atLeft
      left = inner(low, high)
      atLeft = profit(left)
    } else {
      low = left
      left = right
      atLeft = atRight
      right = low + (high - left)
      atRight = profit(right)
    }
  }
  return atLeft >= atRight ? left : right
}
