import { between, type Random, random } from '../../../daemon/app/devnet/random.ts'

/** A repeatable source of numbers for one state of one test. */
export const drawing = (seed: number): Random => random(0x51ced, seed)

/** A whole number of at least one bit and at most `bits`, small ones as often as large ones. */
export function anySize(next: Random, bits: number, least = 1): bigint {
  const length = Math.floor(between(next, least, bits + 1))
  let number = 1n
  for (let bit = 1; bit < length; bit += 1) number = (number << 1n) | (next() < 0.5 ? 0n : 1n)
  return number
}

/** A whole number from `low` to `high`, both included. */
export const whole = (next: Random, low: number, high: number): number =>
  Math.floor(between(next, low, high + 1))

/** So many draws of one kind. */
export const times = <T>(count: number, draw: (at: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, at) => draw(at))
