const Q96_LESS_1 = (1n << 96n) - 1n
const Q256_MAX = (1n << 256n) - 1n

/** a / b, rounded up. */
export const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b

/**
 * Token0 between two √prices, rounded down: L·2^96·(high − low) / (high·low).
 *
 * `SqrtPriceMath.getAmount0Delta` divides twice; two floors of a quotient equal one floor of it.
 */
export const amount0Down = (low: bigint, high: bigint, liquidity: bigint): bigint =>
  ((liquidity * (high - low)) << 96n) / (high * low)

/** Token0 between two √prices, rounded up: two ceilings of a quotient equal one of it. */
export const amount0Up = (low: bigint, high: bigint, liquidity: bigint): bigint =>
  ceilDiv((liquidity * (high - low)) << 96n, high * low)

/** Token1 between two √prices, rounded down: L·(high − low) / 2^96. */
export const amount1Down = (low: bigint, high: bigint, liquidity: bigint): bigint =>
  (liquidity * (high - low)) >> 96n

/** Token1 between two √prices, rounded up. */
export const amount1Up = (low: bigint, high: bigint, liquidity: bigint): bigint =>
  (liquidity * (high - low) + Q96_LESS_1) >> 96n

/**
 * √price after `amount` of token0 comes in, rounded up.
 *
 * `SqrtPriceMath.getNextSqrtPriceFromAmount0RoundingUp` with `add`, with its coarser formula where
 * the product or the sum would leave 256 bits.
 */
export function priceAfter0In(price: bigint, liquidity: bigint, amount: bigint): bigint {
  const scaled = liquidity << 96n
  const product = amount * price
  const sum = scaled + product
  if (sum <= Q256_MAX) return ceilDiv(scaled * price, sum)
  return ceilDiv(scaled, scaled / price + amount)
}

/** √price after `amount` of token1 comes in, rounded down. */
export const priceAfter1In = (price: bigint, liquidity: bigint, amount: bigint): bigint =>
  price + (amount << 96n) / liquidity

/**
 * √price after `amount` of token0 goes out, rounded up.
 *
 * Holds only where the range has more than `amount`, as a swap step makes sure; the contract
 * reverts elsewhere.
 */
export function priceAfter0Out(price: bigint, liquidity: bigint, amount: bigint): bigint {
  const scaled = liquidity << 96n
  return ceilDiv(scaled * price, scaled - amount * price)
}

/** √price after `amount` of token1 goes out, rounded down; holds where the range has more. */
export const priceAfter1Out = (price: bigint, liquidity: bigint, amount: bigint): bigint =>
  price - ceilDiv(amount << 96n, liquidity)
