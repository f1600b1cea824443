import { type HopState, quotePath } from '../../market/quote.ts'

const GOLDEN = (Math.sqrt(5) - 1) / 2
const MAX_GROWTH = 256
const MAX_SECTIONS = 64
/** Bits of the input below which the bracket is close enough. */
const CLOSE = 20n

/**
 * The input that earns most on a path, by golden section on the exact profit.
 *
 * Needs nothing but that the profit is concave, as it is for every path of pools. The bracket is grown
 * from `from` until the profit falls.
 *
 * @returns null where the path pays nothing at all on the way up.
 */
export function goldenSize(hops: readonly HopState[], from: bigint): bigint | null {
  const profit = (input: bigint): bigint => quotePath(hops, input) - input
  const top = grown(profit, from)
  if (top === null) return null
  let low = top / 2n
  let high = top * 2n
  let left = high - part(high - low)
  let right = low + part(high - low)
  let atLeft = profit(left)
  let atRight = profit(right)
  for (let i = 0; i < MAX_SECTIONS && high - low > 2n + (low >> CLOSE); i++) {
    if (atLeft >= atRight) {
      high = right
      right = left
      atRight = atLeft
      left = high - part(high - low)
      atLeft = profit(left)
    } else {
      low = left
      left = right
      atLeft = atRight
      right = low + part(high - low)
      atRight = profit(right)
    }
  }
  return atLeft >= atRight ? left : right
}

const part = (width: bigint): bigint => BigInt(Math.floor(Number(width) * GOLDEN))

/** The best of `from` doubled again and again; dust that pays nothing is passed over. */
function grown(profit: (input: bigint) => bigint, from: bigint): bigint | null {
  let best: bigint | null = null
  let most = 0n
  for (let i = 0, input = from; i < MAX_GROWTH; i++, input *= 2n) {
    const found = profit(input)
    if (best !== null && found <= most) return best
    if (found > 0n) {
      best = input
      most = found
    } else if (found === -input && i > 0 && input > DUST) return best
  }
  return best
}

/** Above this many units a path that pays nothing is shut, and not merely too small for its pools. */
const DUST = 10n ** 30n
