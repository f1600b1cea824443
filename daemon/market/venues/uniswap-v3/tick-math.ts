/** Lowest tick of a V3 pool. */
export const MIN_TICK = -887_272
/** Highest tick of a V3 pool. */
export const MAX_TICK = 887_272
/** √price at `MIN_TICK`, Q64.96: the lowest a pool may reach. */
export const MIN_SQRT_RATIO = 4_295_128_739n
/** √price at `MAX_TICK`, Q64.96: a pool stays under it. */
export const MAX_SQRT_RATIO = 1461446703485210103287273052203988822378723970342n

/** 1.0001^(-2^i / 2) in Q128, as `TickMath.getSqrtRatioAtTick` rounds it; i is the place. */
const FACTORS = [
  0xfffcb933bd6fad37aa2d162d1a594001n,
  0xfff97272373d413259a46990580e213an,
  0xfff2e50f5f656932ef12357cf3c7fdccn,
  0xffe5caca7e10e4e61c3624eaa0941cd0n,
  0xffcb9843d60f6159c9db58835c926644n,
  0xff973b41fa98c081472e6896dfb254c0n,
  0xff2ea16466c96a3843ec78b326b52861n,
  0xfe5dee046a99a2a811c461f1969c3053n,
  0xfcbe86c7900a88aedcffc83b479aa3a4n,
  0xf987a7253ac413176f2b074cf7815e54n,
  0xf3392b0822b70005940c7a398e4b70f3n,
  0xe7159475a2c29b7443b29c7fa6e889d9n,
  0xd097f3bdfd2022b8845ad8f792aa5825n,
  0xa9f746462d870fdf8a65dc1f90e061e5n,
  0x70d869a156d2a1b890bb3df62baf32f7n,
  0x31be135f97d08fd981231505542fcfa6n,
  0x9aa508b5b7a84e1c677de54f3e99bc9n,
  0x5d6af8dedb81196699c329225ee604n,
  0x2216e584f5fa1ea926041bedfe98n,
  0x48a170391f7dc42444e8fa2n,
] as const

const Q256_MAX = (1n << 256n) - 1n
const ROUND_UP_32 = (1n << 32n) - 1n
const Q96 = 2 ** 96
const TICKS_PER_E = 2 / Math.log(1.0001)
/** Distance from a tick, in ticks, below which a float cannot say on which side a price is. */
const UNSURE = 1e-3

/**
 * √(1.0001^tick) in Q64.96, as `TickMath.getSqrtRatioAtTick`: the same products, rounded up.
 *
 * Errs with a RangeError outside `MIN_TICK` to `MAX_TICK`, where the contract reverts.
 */
export function sqrtRatioAtTick(tick: number): bigint {
  const distance = tick < 0 ? -tick : tick
  if (!(distance <= MAX_TICK && Number.isInteger(tick))) {
    throw new RangeError(`tick ${tick} is not a whole number within ±${MAX_TICK}`)
  }
  let ratio = 1n << 128n
  let place = 0
  for (let bits = distance; bits !== 0; bits >>>= 1) {
    if ((bits & 1) === 1) ratio = (ratio * (FACTORS[place] as bigint)) >> 128n
    place += 1
  }
  if (tick > 0) ratio = Q256_MAX / ratio
  return (ratio + ROUND_UP_32) >> 32n
}

/** Ratios known so far, 256 ticks a page; filled as they are asked for, at most 70 MB when full. */
const pages: (bigint | undefined)[][] = []

/** `sqrtRatioAtTick` of a whole tick, remembered: pools share theirs, so most are soon known. */
export function ratioOfTick(tick: number): bigint {
  const at = tick - MIN_TICK
  const page = pages[at >>> 8]
  const known = page?.[at & 255]
  if (known !== undefined) return known
  const ratio = sqrtRatioAtTick(tick)
  if (page === undefined) pages[at >>> 8] = Array.from({ length: 256 })
  ;(pages[at >>> 8] as (bigint | undefined)[])[at & 255] = ratio
  return ratio
}

/**
 * The greatest tick whose √price is not above `sqrtPriceX96`, as `TickMath.getTickAtSqrtRatio`.
 *
 * A float logarithm is right to about 1e-5 ticks (the ratios of the lowest ticks hold 32 bits
 * only); nearer than `UNSURE` to a tick the exact ratio decides. Errs with a RangeError outside
 * `MIN_SQRT_RATIO` to `MAX_SQRT_RATIO` (exclusive), where the contract reverts.
 */
export function tickAtSqrtRatio(sqrtPriceX96: bigint): number {
  if (sqrtPriceX96 < MIN_SQRT_RATIO || sqrtPriceX96 >= MAX_SQRT_RATIO) {
    throw new RangeError(`sqrt price ${sqrtPriceX96} is outside the range of a pool`)
  }
  const near = Math.log(Number(sqrtPriceX96) / Q96) * TICKS_PER_E
  const whole = Math.round(near)
  if (Math.abs(near - whole) > UNSURE) return Math.floor(near)
  return ratioOfTick(whole) <= sqrtPriceX96 ? whole : whole - 1
}
