import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Quote } from '../../../daemon/market/venues/quote.ts'
import type { Moment, Venue } from '../../../daemon/market/venues/venue.ts'

/** A time after every ramp of the tests. */
export const NOW: Moment = { time: 1_770_494_987 }

/** What must be drawn for a venue to be held to the laws. */
export type Subject<State> = {
  readonly venue: Venue<State>
  /** Pools that trade, with how many tokens they have. */
  readonly pools: fc.Arbitrary<State>
  readonly count: (state: State) => number
  /** A sensible input of place `i`. */
  readonly amount: (state: State, i: number) => fc.Arbitrary<bigint>
  /** The pool after a trade; absent where the venue does not say. */
  readonly after?: (state: State, i: number, j: number, quote: Paid) => State
  /** How many units of token `j` the contract's own rounding is off by at most; 0 if not said. */
  readonly slack?: (state: State, j: number) => bigint
  /** How many units a way there and back may gain by the contract's rounding; 0 if not said. */
  readonly gain?: (state: State) => bigint
  /** How many pools a law is tried on; 150 if not said. */
  readonly runs?: number
}

/** A quote that is not refused. */
export type Paid = Extract<Quote, { kind: 'quoted' }>

/** Amounts that a caller might get wrong, and sizes of every order. */
export const anyAmount: fc.Arbitrary<bigint> = fc.oneof(
  fc.constantFrom(-(2n ** 255n), -1n, 0n, 1n, 2n ** 112n, 2n ** 128n, 2n ** 255n, 2n ** 256n),
  fc.bigInt({ min: 0n, max: 2n ** 256n }),
  fc.integer({ min: 0, max: 256 }).map((bits) => 2n ** BigInt(bits)),
)

/** Numbers of any size up to `digits` digits, small ones as often as large ones. */
export const sized = (low: number, high: number): fc.Arbitrary<bigint> =>
  fc
    .integer({ min: low, max: high })
    .chain((n) => fc.bigInt({ min: 10n ** BigInt(n - 1), max: 10n ** BigInt(n) - 1n }))

/** A share of `whole`, of any order of magnitude down to one unit. */
export const shareOf = (whole: bigint): fc.Arbitrary<bigint> =>
  fc
    .tuple(fc.bigInt({ min: 1n, max: 1000n }), fc.integer({ min: 0, max: 60 }))
    .map(([part, shift]) => {
      const found = (whole * part) / 1000n / 2n ** BigInt(shift)
      return found === 0n ? 1n : found
    })

type Draw<State> = { state: State; i: number; j: number; a: bigint; b: bigint }

const drawn = <State>({ pools, count, amount }: Subject<State>): fc.Arbitrary<Draw<State>> =>
  pools.chain((state) =>
    fc
      .tuple(fc.nat(count(state) - 1), fc.nat(count(state) - 2))
      .map(([i, skip]) => ({ i, j: skip >= i ? skip + 1 : skip }))
      .chain(({ i, j }) =>
        fc
          .tuple(amount(state, i), amount(state, i))
          .map(([a, b]) => ({ state, i, j, a: a < b ? a : b, b: a < b ? b : a })),
      ),
  )

/** The quote if it is not refused. */
export const paid = (quote: Quote): Paid | null => (quote.kind === 'quoted' ? quote : null)

/** Holds a venue to what must be true of every contract that swaps. */
export function obeysTheLaws<State>(subject: Subject<State>): void {
  const { venue, count, after, runs: numRuns = 150 } = subject
  const { slack = () => 0n, gain = () => 0n } = subject

  test('pays no less for more', () => {
    fc.assert(
      fc.property(drawn(subject), ({ state, i, j, a, b }) => {
        const less = paid(venue.quoteIn(state, i, j, a, NOW))
        const more = paid(venue.quoteIn(state, i, j, b, NOW))
        if (less === null || more === null) return
        expect(more.amountOut).toBeGreaterThanOrEqual(less.amountOut - slack(state, j))
      }),
      { numRuns },
    )
  })

  test('gives nothing away on the way there and back', () => {
    if (after === undefined) return
    fc.assert(
      fc.property(drawn(subject), ({ state, i, j, a }) => {
        const there = paid(venue.quoteIn(state, i, j, a, NOW))
        if (there === null || there.amountOut === 0n) return
        const back = venue.quoteIn(after(state, i, j, there), j, i, there.amountOut, NOW)
        if (back.kind === 'quoted')
          expect(back.amountOut).toBeLessThanOrEqual(there.amountIn + gain(state))
      }),
      { numRuns },
    )
  })

  test('asks for an output what buys it', () => {
    const { quoteOut } = venue
    if (quoteOut === null) return
    fc.assert(
      fc.property(drawn(subject), ({ state, i, j, a }) => {
        const target = paid(venue.quoteIn(state, i, j, a, NOW))?.amountOut ?? 0n
        const asked = paid(quoteOut(state, i, j, target, NOW))
        if (asked === null) return
        expect(asked.amountOut).toBe(target)
        const bought = venue.quoteIn(state, i, j, asked.amountIn, NOW)
        if (bought.kind === 'quoted')
          expect(bought.amountOut).toBeGreaterThanOrEqual(target - slack(state, j))
      }),
      { numRuns },
    )
  })

  test('refuses, and never throws, whatever it is asked', () => {
    const place = fc.constantFrom(-1, 0, 1, 2, 3, 7, 0.5, Number.NaN)
    fc.assert(
      fc.property(subject.pools, place, place, anyAmount, (state, i, j, amount) => {
        const there = i !== j && [i, j].every((at) => isPlace(at, count(state)))
        const refuses = { kind: 'refused' }
        const wanted = there && amount > 0n ? {} : refuses
        expect(venue.quoteIn(state, i, j, amount, NOW)).toMatchObject(wanted)
        expect(venue.quoteOut?.(state, i, j, amount, NOW) ?? refuses).toMatchObject(wanted)
        expect(venue.rate(state, i, j, NOW)).toBeGreaterThanOrEqual(0)
        venue.product(state, i, j)
      }),
      { numRuns },
    )
  })
}

const isPlace = (at: number, count: number): boolean =>
  Number.isInteger(at) && at >= 0 && at < count

/**
 * Says that `rate` is what a small input gets, within `tolerance` of it.
 *
 * `small` is an input that is small for the pool and yet large for its rounding.
 */
export function ratesLikeItQuotes<State>(
  { venue, pools, count }: Subject<State>,
  small: (state: State, i: number, j: number) => bigint,
  tolerance: number,
): void {
  test('has the rate of a small input', () => {
    let seen = 0
    fc.assert(
      fc.property(pools, fc.nat(7), fc.nat(7), (state, m, n) => {
        const [i, j] = [m % count(state), n % count(state)]
        const input = small(state, i, j)
        const out = paid(venue.quoteIn(state, i, j, input, NOW))
        if (i === j || out === null || out.amountIn < input || out.amountOut < 10n ** 6n) return
        const real = Number(out.amountOut) / Number(out.amountIn)
        expect(Math.abs(venue.rate(state, i, j, NOW) / real - 1)).toBeLessThan(tolerance)
        const product = venue.product(state, i, j)
        if (product !== null) {
          const { x, y, keep } = product
          expect(Math.abs((y * keep) / x / real - 1)).toBeLessThan(tolerance)
        }
        seen += 1
      }),
      { numRuns: 300 },
    )
    expect(seen).toBeGreaterThan(20)
  })
}
