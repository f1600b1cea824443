const MAX = 2n ** 256n
const PRECISION = 10n ** 18n
const FEE_DENOMINATOR = 10n ** 10n

/** A pool as the contract has it; `old` pools have no A_PRECISION. */
export type PortPool = {
  readonly balances: readonly bigint[]
  readonly rates: readonly bigint[]
  readonly amp: bigint
  readonly fee: bigint
  readonly old: boolean
}

const uint = (n: bigint): bigint => {
  if (n < 0n || n >= MAX) throw new Error('overflow')
  return n
}

const A_PRECISION = 100n

function getD(xp: readonly bigint[], amp: bigint, old: boolean): bigint {
  const n = BigInt(xp.length)
  const sum = xp.reduce((all, x) => uint(all + x), 0n)
  if (sum === 0n) return 0n
  const ann = uint(amp * n)
  let dd = sum
  for (let i = 0; i < 255; i++) {
    const dp = xp.reduce((product, x) => uint(product * dd) / uint(x * n), dd)
    const prev = dd
    dd = old ? nextOldD(ann, sum, dp, n, prev) : nextD(ann, sum, dp, n, prev)
    if (near(dd, prev)) return dd
  }
  if (old) return dd
  throw new Error('get_D')
}

const near = (a: bigint, b: bigint): boolean => (a > b ? a - b <= 1n : b - a <= 1n)

const nextOldD = (ann: bigint, sum: bigint, dp: bigint, n: bigint, d: bigint): bigint =>
  uint(uint(ann * sum + dp * n) * d) / uint(uint((ann - 1n) * d) + (n + 1n) * dp)

const nextD = (ann: bigint, sum: bigint, dp: bigint, n: bigint, d: bigint): bigint =>
  uint(uint(uint(ann * sum) / A_PRECISION + dp * n) * d) /
  uint(uint((ann - A_PRECISION) * d) / A_PRECISION + (n + 1n) * dp)

function getY(pool: PortPool, i: number, j: number, x: bigint, xp: readonly bigint[]): bigint {
  const n = BigInt(xp.length)
  const { amp, old } = pool
  const dd = getD(xp, amp, old)
  const ann = uint(amp * n)
  let c = dd
  let s = 0n
  for (let k = 0; k < xp.length; k++) {
    if (k === j) continue
    const _x = k === i ? x : (xp[k] ?? 0n)
    s = uint(s + _x)
    c = uint(c * dd) / uint(_x * n)
  }
  const [b, end] = old
    ? [uint(s + dd / ann), uint(c * dd) / uint(ann * n)]
    : [uint(s + uint(dd * A_PRECISION) / ann), uint(uint(c * dd) * A_PRECISION) / uint(ann * n)]
  return findY(dd, b, end, old)
}

function findY(dd: bigint, b: bigint, c: bigint, old: boolean): bigint {
  let y = dd
  for (let k = 0; k < 255; k++) {
    const prev = y
    y = uint(uint(y * y) + c) / uint(uint(2n * y + b) - dd)
    if (near(y, prev)) return y
  }
  if (old) return y
  throw new Error('get_y')
}

/** `get_dy` of 3pool (old) and of the later templates; null where it reverts. */
export function getDy(pool: PortPool, i: number, j: number, dx: bigint): bigint | null {
  const { balances, rates, fee } = pool
  const [rateI, rateJ] = [rates[i] ?? 0n, rates[j] ?? 0n]
  try {
    const xp = balances.map((balance, k) => uint(balance * (rates[k] ?? 0n)) / PRECISION)
    const x = uint((xp[i] ?? 0n) + uint(dx * rateI) / PRECISION)
    const y = getY(pool, i, j, x, xp)
    const dy = uint((xp[j] ?? 0n) - y - 1n)
    if (!pool.old) {
      const taken = uint(fee * dy) / FEE_DENOMINATOR
      return uint((dy - taken) * PRECISION) / rateJ
    }
    const units = uint(dy * PRECISION) / rateJ
    return units - uint(fee * units) / FEE_DENOMINATOR
  } catch {
    return null
  }
}
