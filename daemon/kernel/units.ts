/** The one brand key, so that units of different modules can never be confused. */
declare const unit: unique symbol

/** A primitive tagged with its unit. Flows out to the bare primitive, never back in. */
export type Unit<T, Name extends string> = T & { readonly [unit]: Name }

/** Hex data with its `0x`, lower-case unless said otherwise. */
export type Hex = `0x${string}`

/** Native coin, in wei. Signed: a loss is negative. */
export type Wei = Unit<bigint, 'wei'>
/** Integer parts per million; 1_000_000 is the whole. */
export type Ppm = Unit<number, 'ppm'>
/** Length of time, in milliseconds. */
export type Millis = Unit<number, 'ms'>
/** Point on the process's monotonic clock, in microseconds; comparable across threads. */
export type Micros = Unit<number, 'us'>
/** Amount of gas. */
export type Gas = Unit<bigint, 'gas'>

/** A quantity of one token, in its smallest unit. `token` is an address on the message's network. */
export type Amount = { readonly token: Hex; readonly units: bigint }

/** Tags a bigint as wei. */
export const wei = (n: bigint): Wei => n as Wei
/** Tags an integer as parts per million. */
export const ppm = (n: number): Ppm => n as Ppm
/** Tags a number as milliseconds. */
export const millis = (n: number): Millis => n as Millis
/** Tags a number as microseconds. */
export const micros = (n: number): Micros => n as Micros
/** Tags a bigint as gas. */
export const gas = (n: bigint): Gas => n as Gas

/** The whole, in parts per million. */
export const WHOLE = 1_000_000n

/** `rate` of `n`, rounded towards zero. */
export const share = (n: bigint, rate: Ppm): bigint => (n * BigInt(rate)) / WHOLE

/** `part` of `whole` in parts per million, rounded towards zero; 0 when `whole` is 0. */
export const ratio = (part: bigint, whole: bigint): Ppm =>
  ppm(whole === 0n ? 0 : Number((part * WHOLE) / whole))

/** Smaller of two bigints. */
export const least = (a: bigint, b: bigint): bigint => {
  if (b < a) return b
  return a
}

/** Larger of two bigints. */
export const most = (a: bigint, b: bigint): bigint => {
  if (b > a) return b
  return a
}
