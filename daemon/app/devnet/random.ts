/** A repeatable source of numbers from 0 up to but not including 1. */
export type Random = () => number

/** Mulberry32, started from two numbers. */
export function random(seed: number, part: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(part + 1, 0x85ebca6b)) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

/** A number between two others. */
export const between = (next: Random, low: number, high: number): number =>
  low + (high - low) * next()

/** One of a list that is not empty. */
export function pick<T>(next: Random, list: readonly T[]): T {
  const found = list[Math.floor(next() * list.length)]
  if (found === undefined) throw new RangeError('nothing to pick from')
  return found
}

/** A list in another order. */
export const shuffled = <T>(next: Random, list: readonly T[]): readonly T[] =>
  list
    .map((item) => ({ item, rank: next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
