const E18 = 10n ** 18n
const MAX = 2n ** 256n

/** A pool as the contract has it: `d0` and `d1` are its `decimals0` and `decimals1`. */
export type PortPool = {
  readonly r0: bigint
  readonly r1: bigint
  readonly d0: bigint
  readonly d1: bigint
  readonly fee: bigint
  readonly stable: boolean
}

const uint = (n: bigint): bigint => {
  if (n < 0n || n >= MAX) throw new Error('overflow')
  return n
}

/** Pool.sol of Aerodrome, statement by statement with checked arithmetic; throws where it reverts. */
export function getAmountOut(pool: PortPool, amount: bigint, zeroIn: boolean): bigint {
  const amountIn = uint(amount - uint(amount * pool.fee) / 10_000n)
  if (!pool.stable) {
    const [reserveA, reserveB] = zeroIn ? [pool.r0, pool.r1] : [pool.r1, pool.r0]
    return uint(amountIn * reserveB) / uint(reserveA + amountIn)
  }
  const xy = k(pool, pool.r0, pool.r1)
  const reserve0 = uint(pool.r0 * E18) / pool.d0
  const reserve1 = uint(pool.r1 * E18) / pool.d1
  const [reserveA, reserveB] = zeroIn ? [reserve0, reserve1] : [reserve1, reserve0]
  const scaled = zeroIn ? uint(amountIn * E18) / pool.d0 : uint(amountIn * E18) / pool.d1
  const y = uint(reserveB - getY(pool, uint(scaled + reserveA), xy, reserveB))
  return uint(y * (zeroIn ? pool.d1 : pool.d0)) / E18
}

/** `_k`: of raw amounts. */
export function k(pool: PortPool, x: bigint, y: bigint): bigint {
  if (!pool.stable) return uint(x * y)
  const _x = uint(x * E18) / pool.d0
  const _y = uint(y * E18) / pool.d1
  const _a = uint(_x * _y) / E18
  const _b = uint(uint(_x * _x) / E18 + uint(_y * _y) / E18)
  return uint(_a * _b) / E18
}

function f(x0: bigint, y: bigint): bigint {
  const _a = uint(x0 * y) / E18
  const _b = uint(uint(x0 * x0) / E18 + uint(y * y) / E18)
  return uint(_a * _b) / E18
}

const d = (x0: bigint, y: bigint): bigint =>
  uint(3n * x0 * (uint(y * y) / E18)) / E18 + uint((uint(x0 * x0) / E18) * x0) / E18

function getY(pool: PortPool, x0: bigint, xy: bigint, start: bigint): bigint {
  let y = start
  for (let i = 0; i < 255; i++) {
    const now = f(x0, y)
    const result = now < xy ? whileBelow(pool, x0, xy, y, now) : whileAbove(x0, xy, y, now)
    if (result.done) return result.y
    y = result.y
  }
  throw new Error('!y')
}

type Turn = { readonly done: boolean; readonly y: bigint }

function whileBelow(pool: PortPool, x0: bigint, xy: bigint, y: bigint, now: bigint): Turn {
  let dy = uint((xy - now) * E18) / d(x0, y)
  if (dy === 0n) {
    if (k(pool, x0, y + 1n) > xy) return { done: true, y: y + 1n }
    dy = 1n
  }
  return { done: false, y: uint(y + dy) }
}

function whileAbove(x0: bigint, xy: bigint, y: bigint, now: bigint): Turn {
  let dy = uint((now - xy) * E18) / d(x0, y)
  if (dy === 0n) {
    if (now === xy || f(x0, uint(y - 1n)) < xy) return { done: true, y }
    dy = 1n
  }
  return { done: false, y: uint(y - dy) }
}

/** What `swap` pays after `getAmountOut`: null where any of the two reverts. */
export function swapped(pool: PortPool, amount: bigint, zeroIn: boolean): bigint | null {
  try {
    const out = getAmountOut(pool, amount, zeroIn)
    if (out === 0n || out >= (zeroIn ? pool.r1 : pool.r0)) return null
    const fee = (amount * pool.fee) / 10_000n
    const r0 = zeroIn ? pool.r0 + amount - fee : pool.r0 - out
    const r1 = zeroIn ? pool.r1 - out : pool.r1 + amount - fee
    return k(pool, r0, r1) < k(pool, pool.r0, pool.r1) ? null : out
  } catch {
    return null
  }
}
