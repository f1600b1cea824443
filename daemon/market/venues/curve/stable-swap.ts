import { add, mul, revert, sub } from '../checked.ts'

/** Coins scaled to 18 decimals, with the amplification as the pool counts it. */
export type Amplified = {
  readonly balances: readonly bigint[]
  readonly a: bigint
  /** What `a` is multiplied by in the pool: `A_PRECISION`, 1 in the oldest pools. */
  readonly precision: bigint
}

const ROUNDS = 255

const isSettled = (a: bigint, b: bigint): boolean => (a > b ? a - b : b - a) <= 1n

/**
 * The sum D of the coins in balance, rounded down at each step: `get_D`.
 *
 * After 255 steps it is taken as it is in the oldest pools, and reverts in the others.
 */
export function sumInBalance({ balances, a, precision }: Amplified): bigint {
  const sum = balances.reduce(add, 0n)
  if (sum === 0n) return 0n
  if (balances.includes(0n)) revert('NO_LIQUIDITY')
  const count = BigInt(balances.length)
  const ann = mul(a, count)
  let d = sum
  for (let i = 0; i < ROUNDS; i++) {
    let product = d
    for (const balance of balances) product = mul(product, d) / mul(balance, count)
    const before = d
    d =
      mul(add(mul(ann, sum) / precision, mul(product, count)), before) /
      add(mul(sub(ann, precision), before) / precision, mul(count + 1n, product))
    if (isSettled(d, before)) return d
  }
  return precision === 1n ? d : revert('NOT_CONVERGED')
}

/** The balance of coin `j` that keeps D once coin `i` has `x`, rounded as `get_y` does. */
export function balanceAfter(pool: Amplified, i: number, j: number, x: bigint): bigint {
  const { balances, a, precision } = pool
  const count = BigInt(balances.length)
  const ann = mul(a, count)
  const d = sumInBalance(pool)
  let c = d
  let sum = 0n
  for (const [k, balance] of balances.entries()) {
    if (k === j) continue
    const held = k === i ? x : balance
    sum = add(sum, held)
    c = mul(c, d) / mul(held, count)
  }
  c = mul(mul(c, d), precision) / mul(ann, count)
  const b = add(sum, mul(d, precision) / ann)
  let y = d
  for (let k = 0; k < ROUNDS; k++) {
    const before = y
    y = add(mul(before, before), c) / sub(add(mul(2n, before), b), d)
    if (isSettled(y, before)) return y
  }
  return precision === 1n ? y : revert('NOT_CONVERGED')
}
