/** A coefficient that goes from one value to another in a straight line; times in seconds since 1970. */
export type Ramp = {
  readonly from: bigint
  readonly to: bigint
  readonly start: number
  readonly end: number
}

/** A coefficient that stays what it is. */
export const steady = (value: bigint): Ramp => ({ from: value, to: value, start: 0, end: 0 })

/**
 * The coefficient at `time`, rounded towards where it came from.
 *
 * Curve's `_A` and Balancer's `_getAmplificationParameter` are the same line. Before its start it
 * is `from`, where the contracts cannot be asked.
 */
export function rampedAt({ from, to, start, end }: Ramp, time: number): bigint {
  const now = Math.floor(time)
  if (!(now < end)) return to
  if (!(now > start)) return from
  const passed = BigInt(now - start)
  const whole = BigInt(end - start)
  return to > from ? from + ((to - from) * passed) / whole : from - ((from - to) * passed) / whole
}
