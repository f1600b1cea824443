import fc from 'fast-check'
import { type HopState, quotePath } from '../../../daemon/market/quote.ts'

/** Two tokens, by number, that a pool trades. */
export type Pair = readonly [number, number]

/** Small graphs: up to seven pools over up to five tokens, several between the same two. */
export const graph: fc.Arbitrary<readonly Pair[]> = fc.array(
  fc
    .tuple(fc.nat(4), fc.nat(4))
    .filter(([a, b]) => a !== b)
    .map(([a, b]): Pair => [a, b]),
  { maxLength: 7 },
)

/** One to three base tokens, the dearest first. */
export const bases = fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 3 })

/** Every list of up to `length` different numbers below `count`. */
function* arrangements(
  count: number,
  length: number,
  head: readonly number[] = [],
): Generator<readonly number[]> {
  yield head
  if (head.length === length) return
  for (let i = 0; i < count; i++)
    if (!head.includes(i)) yield* arrangements(count, length, [...head, i])
}

/** Tokens along pools passed in this order from `base`; null where they do not join up. */
function tokensAlong(pairs: readonly Pair[], order: readonly number[], base: number) {
  const tokens = [base]
  for (const pool of order) {
    const [a, b] = pairs[pool] as Pair
    const last = tokens.at(-1)
    if (last !== a && last !== b) return null
    tokens.push(last === a ? b : a)
  }
  return tokens
}

/** Whether a walk comes back to its base, passes no token twice and none of the `earlier` bases. */
function closes(tokens: readonly number[], earlier: readonly number[]): boolean {
  const passed = tokens.slice(0, -1)
  const isSimple = new Set(passed).size === passed.length
  return tokens.at(-1) === tokens[0] && isSimple && !passed.some((t) => earlier.includes(t))
}

/**
 * All cycles by trying every order of every set of pools, as `pool>token` lists.
 *
 * No token is passed twice, and of several bases in one loop the first in `bases` begins it.
 */
export function allCycles(
  pairs: readonly Pair[],
  order: readonly number[],
  maxHops: number,
): readonly string[] {
  const found: string[] = []
  for (const pools of arrangements(pairs.length, maxHops)) {
    for (const [rank, base] of order.entries()) {
      const tokens = pools.length < 2 ? null : tokensAlong(pairs, pools, base)
      if (tokens !== null && closes(tokens, order.slice(0, rank)))
        found.push(pools.map((pool, i) => `${pool}>${tokens[i + 1]}`).join(' '))
    }
  }
  return found.sort()
}

/** The most that any input up to `top` earns on a path, by thirds over integers and then one by one. */
export function bestProfit(hops: readonly HopState[], top: bigint): bigint {
  const profit = (input: bigint): bigint => quotePath(hops, input) - input
  let [low, high] = [1n, top]
  while (high - low > 60n) {
    const third = (high - low) / 3n
    if (profit(low + third) < profit(high - third)) low += third
    else high -= third
  }
  let best = profit(low)
  for (let input = low; input <= high; input++) {
    const found = profit(input)
    if (found > best) best = found
  }
  return best
}
