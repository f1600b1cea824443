import fc from 'fast-check'
import type { Clock } from '../../daemon/kernel/ports.ts'
import { type Hex, micros, type Wei, wei } from '../../daemon/kernel/units.ts'
import { type HopState, quotePath } from '../../daemon/market/quote.ts'
import type { Conditions } from '../../daemon/market/types.ts'
import { type ScoringContext, score } from '../../daemon/scoring/score.ts'
import type { Scored } from '../../daemon/scoring/types.ts'
import type { Opportunity } from '../../daemon/strategies/types.ts'

/** The token that gas is paid in at par. */
export const WETH: Hex = `0x${'ee'.repeat(20)}`

/** Another token. */
export const USDC: Hex = `0x${'cc'.repeat(20)}`

/** Address of the i-th pool. */
export const poolAt = (i: number): Hex => `0x${(i + 1).toString(16).padStart(40, '0')}`

/** A V2 pair as a hop. */
export const pair = (reserveIn: bigint, reserveOut: bigint, feePpm = 3_000): HopState => ({
  venue: 'uniswap-v2',
  reserveIn,
  reserveOut,
  feePpm,
})

/** Whole gwei in wei. */
export const gwei = (n: number): Wei => wei(BigInt(n) * 10n ** 9n)

/** One token, 18 decimals. */
export const ether = (n: number): bigint => BigInt(Math.round(n * 1e6)) * 10n ** 12n

/** Two pairs of which the second pays more by `gapPpm`. */
export const gap = (depth: bigint, gapPpm: number): readonly HopState[] => [
  pair(depth, depth),
  pair(depth, (depth * BigInt(1_000_000 + gapPpm)) / 1_000_000n),
]

/** A clock that stands still until it is moved. */
export function stillClock(): Clock & { at: number } {
  const clock = { at: 0, now: () => clock.at / 1000, monotonic: () => micros(clock.at) }
  return clock
}

/** What an example of an opportunity may say of itself. */
type Wanted = {
  readonly id?: string
  readonly states?: readonly HopState[]
  readonly pools?: readonly Hex[]
  readonly input?: bigint
  readonly token?: Hex
  readonly received?: number
}

/** An opportunity over these hops at this input. */
export function opportunityOf(wanted: Wanted = {}): Opportunity {
  const { id = 'a1', states = gap(ether(1_000), 40_000), input = ether(10), token = WETH } = wanted
  const units = quotePath(states, input)
  return {
    id,
    network: 'devnet',
    block: { height: 100, id: `0x${'0b'.repeat(32)}` },
    transactionIndex: null,
    hops: states.map((state, i) => ({
      pool: wanted.pools?.[i] ?? poolAt(i),
      dex: 'uniswap-v2',
      tokenIn: i === 0 ? token : USDC,
      tokenOut: i === states.length - 1 ? token : USDC,
      state,
    })),
    input: { token, units: input },
    output: { token, units },
    profit: units - input,
    stamps: {
      received: micros(wanted.received ?? 0),
      applied: micros(0),
      found: micros(0),
    },
  }
}

/** What is true around the examples. */
export const conditions = (nextBaseFee: bigint = gwei(10)): Conditions => ({
  network: 'devnet',
  block: { height: 100, id: `0x${'0b'.repeat(32)}` },
  nextBaseFee,
})

/** What scoring stands on in the examples. */
export const scoringContext = (clock: Clock = stillClock()): ScoringContext => ({
  clock,
  options: { priorityFee: gwei(2), maxFee: gwei(200) },
  tuning: () => ({
    gasBase: 60_000,
    gasPerHop: { 'uniswap-v2': 75_000, 'uniswap-v3': 110_000 },
  }),
})

/** A scored example. */
export const scoredOf = (wanted: Wanted = {}, nextBaseFee?: bigint): Scored =>
  score(
    scoringContext(),
    { strategy: 'cross-dex-arbitrage', opportunity: opportunityOf(wanted) },
    conditions(nextBaseFee),
  )

/** Reserves that a pair can have. */
const reserve = fc.bigInt({ min: 10n ** 6n, max: 10n ** 26n })

/** Paths of two to four pairs. */
export const paths = fc.array(
  fc
    .tuple(reserve, reserve, fc.integer({ min: 0, max: 20_000 }))
    .map(([reserveIn, reserveOut, feePpm]) => pair(reserveIn, reserveOut, feePpm)),
  { minLength: 2, maxLength: 4 },
)
