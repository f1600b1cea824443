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
  let sum = 0n
  for (const x of xp) sum = uint(sum + x)
  if (sum === 0n) return 0n
  let dd = sum
  const ann = uint(amp * n)
  for (let i = 0; i < 255; i++) {
    let dp = dd
    for (const x of xp) dp = uint(dp * dd) / uint(x * n)
    const prev = dd
    dd = old
      ? uint(uint(ann * sum + dp * n) * dd) / uint(uint((ann - 1n) * dd) + (n + 1n) * dp)
      : uint(uint(uint(ann * sum) / A_PRECISION + dp * n) * dd) /
        uint(uint((ann - A_PRECISION) * dd) / A_PRECISION + (n + 1n) * dp)
    if (dd > prev ? dd - prev <= 1n : prev - dd <= 1n) return dd
  }
  if (old) return dd
  throw new Error('get_D')
}

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
  c = old ? uint(c * dd) / uint(ann * n) : uint(uint(c * dd) * A_PRECISION) / uint(ann * n)
  const b = old ? uint(s + dd / ann) : uint(s + uint(dd * A_PRECISION) / ann)
  let y = dd
  for (let k = 0; k < 255; k++) {
    const prev = y
    y = uint(uint(y * y) + c) / uint(uint(2n * y + b) - dd)
    if (y > prev ? y - prev <= 1n : prev - y <= 1n) return y
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
