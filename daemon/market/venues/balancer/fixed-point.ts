import { add, divUp, mul, sub } from '../checked.ts'
import { powOf } from './log-exp.ts'

/** One, with 18 decimals. */
export const ONE = 10n ** 18n

/** Relative error that `LogExpMath.pow` may have, with 18 decimals: 10^-14. */
const POW_ERROR = 10_000n

/** a · b with 18 decimals, rounded down: `FixedPoint.mulDown`. */
export const mulDown = (a: bigint, b: bigint): bigint => mul(a, b) / ONE

/** a · b with 18 decimals, rounded up: `FixedPoint.mulUp`. */
export const mulUp = (a: bigint, b: bigint): bigint => divUp(mul(a, b), ONE)

/** a / b with 18 decimals, rounded down: `FixedPoint.divDown`. */
export const divDown = (a: bigint, b: bigint): bigint => mul(a, ONE) / b

/** a / b with 18 decimals, rounded up: `FixedPoint.divUp`. */
export const divUpFixed = (a: bigint, b: bigint): bigint => divUp(mul(a, ONE), b)

/** 1 − x, and 0 for an x above 1: `FixedPoint.complement`. */
export const complement = (x: bigint): bigint => (x < ONE ? ONE - x : 0n)

/** x^y, no less than the true power: `FixedPoint.powUp` of the first weighted pools. */
export function powUp(x: bigint, y: bigint): bigint {
  const raw = powOf(x, y)
  return add(raw, add(mulUp(raw, POW_ERROR), 1n))
}

/** x^y as `powUp`, but by products where y is 1, 2 or 4: later pools have these exact. */
export function powUpShort(x: bigint, y: bigint): bigint {
  if (y === ONE) return x
  if (y === 2n * ONE) return mulUp(x, x)
  if (y !== 4n * ONE) return powUp(x, y)
  const square = mulUp(x, x)
  return mulUp(square, square)
}

/** What is left of an input after a fee that is rounded up: `BasePool._subtractSwapFeeAmount`. */
export const afterFee = (amount: bigint, fee: bigint): bigint => sub(amount, mulUp(amount, fee))

/** The input that leaves `amount` after the fee, rounded up: `BasePool._addSwapFeeAmount`. */
export const beforeFee = (amount: bigint, fee: bigint): bigint =>
  divUpFixed(amount, complement(fee))
