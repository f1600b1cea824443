import { type Quote, type Refusal, refused } from './quote.ts'

/** Greatest uint256. */
export const UINT256_MAX = (1n << 256n) - 1n

const reasons: ReadonlySet<string> = new Set<Refusal>([
  'NO_LIQUIDITY',
  'NOT_CONVERGED',
  'OVER_RATIO',
  'OUTPUT_EXCEEDS_RESERVE',
])

/**
 * Leaves the arithmetic of a contract where it would revert, with the reason.
 *
 * The one use of exceptions for an expected no: a revert leaves nested loops of sums, and only
 * `attempt`, at the edge of the venue, sees it. BigInt itself errs with a RangeError on x / 0.
 */
export function revert(why: Refusal): never {
  throw new RangeError(why)
}

/** What `trade` gives; where the arithmetic in it reverts, the refusal. */
export function attempt(trade: () => Quote): Quote {
  try {
    return trade()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return refused(reasons.has(error.message) ? (error.message as Refusal) : 'OVERFLOW')
  }
}

/** a + b as uint256; reverts where it does not fit. */
export function add(a: bigint, b: bigint): bigint {
  const sum = a + b
  if (sum > UINT256_MAX) revert('OVERFLOW')
  return sum
}

/** a − b as uint256; reverts below 0. */
export function sub(a: bigint, b: bigint): bigint {
  if (b > a) revert('OVERFLOW')
  return a - b
}

/** a · b as uint256; reverts where it does not fit. */
export function mul(a: bigint, b: bigint): bigint {
  const product = a * b
  if (product > UINT256_MAX) revert('OVERFLOW')
  return product
}

/** a / b, rounded up; reverts where b is 0. */
export const divUp = (a: bigint, b: bigint): bigint =>
  a === 0n && b !== 0n ? 0n : (a - 1n) / b + 1n
