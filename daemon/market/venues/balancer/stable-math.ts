import { add, divUp, mul, revert, sub } from '../checked.ts'

/** Amplification parameters are in thousandths. */
const PRECISION = 1000n
const ROUNDS = 255

/**
 * Which way the invariant is rounded: `down` in `StablePool` of 2022 and composable pools, else `up`.
 *
 * `old-down` is the older contracts' other way, by which they measure what a swap has left behind.
 */
export type Rounding = 'down' | 'up' | 'old-down'

/** The sum D of balances in balance; reverts as `StableMath._calculateInvariant` does. */
export function invariantOf(amp: bigint, balances: readonly bigint[], rounding: Rounding): bigint {
  const sum = balances.reduce(add, 0n)
  if (sum === 0n) return 0n
  const next = steps[rounding]
  const ampTotal = amp * BigInt(balances.length)
  let invariant = sum
  for (let i = 0; i < ROUNDS; i++) {
    const before = invariant
    invariant = next(balances, sum, ampTotal, before)
    if (isSettled(invariant, before)) return invariant
  }
  return revert('NOT_CONVERGED')
}

type Next = (
  balances: readonly bigint[],
  sum: bigint,
  ampTotal: bigint,
  invariant: bigint,
) => bigint

/** One step of Newton's with D^(n+1) / (n^n ∏x), every quotient rounded down. */
const nextDown: Next = (balances, sum, ampTotal, invariant) => {
  const count = BigInt(balances.length)
  let product = invariant
  for (const balance of balances) product = mul(product, invariant) / mul(balance, count)
  return (
    mul(add(mul(ampTotal, sum) / PRECISION, mul(product, count)), invariant) /
    add(mul(ampTotal - PRECISION, invariant) / PRECISION, mul(count + 1n, product))
  )
}

/** The same step by n^n ∏x / D^(n−1), as the older contracts write it, rounded up. */
const nextUp: Next = (balances, sum, ampTotal, invariant) => {
  const count = BigInt(balances.length)
  let product = mul(balances[0] as bigint, count)
  for (const balance of balances.slice(1))
    product = divUp(mul(mul(product, balance), count), invariant)
  return divUp(
    add(mul(mul(count, invariant), invariant), divUp(mul(mul(ampTotal, sum), product), PRECISION)),
    add(mul(count + 1n, invariant), mul(ampTotal - PRECISION, product) / PRECISION),
  )
}

/** The older step with every quotient rounded down but the one that is divided by. */
const nextOldDown: Next = (balances, sum, ampTotal, invariant) => {
  const count = BigInt(balances.length)
  let product = mul(balances[0] as bigint, count)
  for (const balance of balances.slice(1)) product = mul(mul(product, balance), count) / invariant
  return (
    add(mul(mul(count, invariant), invariant), mul(mul(ampTotal, sum), product) / PRECISION) /
    add(mul(count + 1n, invariant), divUp(mul(ampTotal - PRECISION, product), PRECISION))
  )
}

const steps: Readonly<Record<Rounding, Next>> = {
  down: nextDown,
  up: nextUp,
  'old-down': nextOldDown,
}

/**
 * The balance at `place` that keeps the invariant with all the others, rounded up.
 *
 * `StableMath._getTokenBalanceGivenInvariantAndAllOtherBalances`; the balance at `place` is only
 * where the iteration takes its scale from.
 */
export function balanceFor(
  amp: bigint,
  balances: readonly bigint[],
  invariant: bigint,
  place: number,
): bigint {
  const count = BigInt(balances.length)
  const ampTotal = amp * count
  const own = balances[place] as bigint
  let product = mul(balances[0] as bigint, count)
  for (const balance of balances.slice(1)) product = mul(mul(product, balance), count) / invariant
  const square = mul(invariant, invariant)
  const c = mul(mul(divUp(square, mul(ampTotal, product)), PRECISION), own)
  const others = sub(balances.reduce(add, 0n), own)
  const b = add(others, mul(invariant / ampTotal, PRECISION))
  let found = divUp(add(square, c), add(invariant, b))
  for (let i = 0; i < ROUNDS; i++) {
    const before = found
    found = divUp(add(mul(before, before), c), sub(add(mul(before, 2n), b), invariant))
    if (isSettled(found, before)) return found
  }
  return revert('NOT_CONVERGED')
}

const isSettled = (a: bigint, b: bigint): boolean => (a > b ? a - b : b - a) <= 1n
