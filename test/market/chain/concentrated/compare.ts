import { expect } from 'vitest'
import { pick } from '../../../../daemon/app/devnet/random.ts'
import { type Quote, quoted } from '../../../../daemon/market/venues/quote.ts'
import type { V3State } from '../../../../daemon/market/venues/uniswap-v3/state.ts'
import { swapExactIn, swapExactOut } from '../../../../daemon/market/venues/uniswap-v3/swap.ts'
import { anySize, drawing, times } from '../draw.ts'
import type { Stage } from '../stage.ts'
import type { Subject, Taking } from '../subject.ts'
import {
  limitOf,
  type Pool,
  populate,
  positionsNear,
  type Swapped,
  swappedOf,
  type Trial,
  trialsOf,
} from './pool.ts'

const STATES = 6
/** Where every tick has a bit, the contract takes long to the end of all prices. */
const SLOW_STATES = 3
const CASES = 50

/** Swaps that were compared, by what came of them in the contract. */
type Tally = { reverted: number; partial: number; full: number; crossed: number }

/**
 * Compares a pool's swaps with what a venue computes, in several states: quotes, and where price,
 * tick and liquidity stand after them.
 */
export async function compareSwaps(stage: Stage, pool: Pool, take: Taking): Promise<void> {
  const tally: Tally = { reverted: 0, partial: 0, full: 0, crossed: 0 }
  const states = pool.spacing === 1 ? SLOW_STATES : STATES
  for (let seed = 1; seed <= states; seed += 1) {
    await stage.undoing(async () => {
      const next = drawing(seed)
      await stage.some(populate(pool, next))
      const record = await pool.record()
      const subject = take(record)
      const trials = await trialsOf(stage, pool, record, next, CASES)
      const answers = await stage.each(
        trials.map(({ zeroForOne, amount }) => pool.swap(zeroForOne, amount, limitOf(zeroForOne))),
      )
      const did = trials.map(({ zeroForOne }, at) => swappedOf(answers[at], zeroForOne))
      const wanted = trials.map((trial, at) => ({ ...trial, ...wantedOf(trial, did[at] ?? null) }))
      const found = trials.map((trial, at) => ({
        ...trial,
        quote: quoteOf(subject, trial),
        after: did[at] == null ? null : computed(subject, trial, tally),
      }))
      expect(found).toEqual(wanted)
      for (const [at, trial] of trials.entries()) tally[kindOf(trial, did[at] ?? null)] += 1
    })
  }
  expect(tally.full).toBeGreaterThan((states * CASES) / 3)
  expect(tally.partial).toBeGreaterThan(2)
  expect(tally.reverted).toBeGreaterThan(0)
  expect(tally.crossed).toBeGreaterThan(150)
}

/** What the venue must say: what is taken and paid; refused where it reverts, or pays less than asked. */
function wantedOf({ amount }: Trial, did: Swapped | null) {
  if (did === null) return { quote: null, after: null }
  const short = amount < 0n ? did.amountOut < -amount : did.amountIn === 0n
  return { quote: short ? null : quoted(did.amountIn, did.amountOut), after: did }
}

function quoteOf(subject: Subject, { zeroForOne, amount }: Trial): Quote | null {
  const [i, j] = zeroForOne ? [0, 1] : [1, 0]
  const quote = amount < 0n ? subject.quoteOut(i, j, -amount) : subject.quoteIn(i, j, amount)
  return quote.kind === 'refused' ? null : quote
}

function computed({ state }: Subject, { zeroForOne, amount }: Trial, tally: Tally): Swapped {
  const { crossed, ...after } =
    amount < 0n
      ? swapExactOut(state as V3State, zeroForOne, -amount)
      : swapExactIn(state as V3State, zeroForOne, amount)
  tally.crossed += crossed
  return after
}

function kindOf({ amount }: Trial, did: Swapped | null): 'reverted' | 'partial' | 'full' {
  if (did === null) return 'reverted'
  return did.amountIn === amount || did.amountOut === -amount ? 'full' : 'partial'
}

/** Trades, adds and removes liquidity; a venue that hears the logs ends where a fresh read does. */
export async function followLogs(stage: Stage, pool: Pool, take: Taking): Promise<void> {
  const states = pool.spacing === 1 ? 1 : 3
  for (let seed = 1; seed <= states; seed += 1) {
    await stage.undoing(async () => {
      const next = drawing(100 + seed)
      await stage.some(populate(pool, next))
      const record = await pool.record()
      const positions = positionsNear(next, Number(record['tick']), pool)
      const swaps = () =>
        times(8, () => {
          const zeroForOne = next() < 0.5
          const amount = anySize(next, pool.bits) * pick(next, [1n, -1n])
          return pool.swap(zeroForOne, amount, limitOf(zeroForOne))
        })
      const { logs } = await stage.some([
        ...swaps(),
        ...positions.map(({ lower, upper, liquidity }) => pool.mint(lower, upper, liquidity)),
        ...swaps(),
        ...pool.changes,
        ...positions.map(({ lower, upper, liquidity }, at) =>
          pool.burn(lower, upper, at % 2 === 0 ? liquidity : liquidity / 2n),
        ),
        ...swaps(),
      ])
      expect(logs.length).toBeGreaterThan(30)
      expect(take(record).after(logs).state).toEqual(take(await pool.record()).state)
    })
  }
}
