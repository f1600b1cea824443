import { expect } from 'vitest'
import { pick, type Random } from '../../../../daemon/app/devnet/random.ts'
import { intAt } from '../../../../daemon/kernel/hex.ts'
import type { Hex } from '../../../../daemon/kernel/units.ts'
import { anySize, times, whole } from '../draw.ts'
import { poolTokens } from '../records.ts'
import type { Answer, Stage } from '../stage.ts'
import type { Subject } from '../subject.ts'
import { queryCall, swapCall, type Trade } from './calls.ts'
import type { BalancerPool } from './vault.ts'

/** Trades that were compared, by what came of them. */
export type Tally = { done: number; reverted: number }

/** A pool in one of its states, in a block of `time`. */
export type Scene = {
  readonly stage: Stage
  readonly vault: Hex
  readonly pool: BalancerPool
  readonly next: Random
  readonly time: number
  /** Percent of a balance that a trade may be. */
  readonly most: bigint
}

/**
 * Compares what a subject quotes with what the vault does, on trades of every size.
 *
 * The vault is asked twice, by a swap and by its own query. A pool's own token, which a composable
 * pool trades for the others, the venue must leave alone.
 */
export async function compareTrades(
  { stage, vault, pool, next, time, most }: Scene,
  subject: Subject,
  count: number,
): Promise<Tally> {
  const { balances } = await poolTokens(stage, vault, pool.id)
  const own = pool.tokens.indexOf(pool.address)
  const trades = times(count, () => drawTrade(next, balances, own, most))
  const swaps = await stage.each(
    trades.map((trade) => swapCall(stage, vault, pool, trade)),
    time,
  )
  const queries = await stage.each(
    trades.map((trade) => queryCall(stage, vault, pool, trade)),
    time,
  )
  const tally = { done: 0, reverted: 0 }
  const found = trades.map((trade) => quoteOf(subject, trade))
  const wanted = trades.map((trade, at) => {
    if (isOwn(trade, own)) return trade.amount === 0n ? null : 'UNPRICED'
    const swapped = swappedOf(swaps[at])
    expect(queriedOf(trade, queries[at])).toBe(swapped)
    tally[swapped === null ? 'reverted' : 'done'] += 1
    return swapped
  })
  const label = (answers: readonly unknown[]) =>
    trades.map(({ given, i, j, amount }, at) => `${amount} ${given}, ${i} to ${j}: ${answers[at]}`)
  expect(label(found)).toEqual(label(wanted))
  return tally
}

/** A trade of any size: of a part of what there is, about all of it or three tenths, or of any. */
export function drawTrade(
  next: Random,
  balances: readonly bigint[],
  own: number,
  most: bigint,
): Trade {
  const places = [...balances.keys()].filter((place) => place !== own || next() < 0.1)
  const i = pick(next, places)
  const others = places.filter((place) => place !== i)
  const j = next() < 0.02 ? i : pick(next, others)
  const given = pick(next, ['in', 'out'] as const)
  const balance = balances[given === 'in' ? i : j] as bigint
  const part = (balance * BigInt(whole(next, 0, 1_000_000))) / 1_000_000n
  const near = BigInt(whole(next, -1, 1))
  const sizes = [part, part / 5n, part / 1_000n, balance + near, (balance * 3n) / 10n + near]
  const size = pick(next, [...sizes, anySize(next, 60) - 1n, anySize(next, 114)])
  const bound = (balance * most) / 100n
  const amount = size > bound ? bound : size
  return { given, i, j, amount: amount < 0n ? 0n : amount }
}

/** What is not given of a quote, or null where it is refused. */
function quoteOf({ quoteIn, quoteOut }: Subject, { given, i, j, amount }: Trade) {
  const quote = given === 'in' ? quoteIn(i, j, amount) : quoteOut(i, j, amount)
  if (quote.kind === 'refused') return quote.why === 'UNPRICED' ? quote.why : null
  const [same, other] =
    given === 'in' ? [quote.amountIn, quote.amountOut] : [quote.amountOut, quote.amountIn]
  return same === amount ? other : `${other} for ${same}`
}

const swappedOf = (answer: Answer | undefined): bigint | null =>
  answer?.ok === true ? intAt(answer.data, 0) : null

/** The delta of the token that is not given: out of the vault where it is paid. */
function queriedOf({ given, i, j }: Trade, answer: Answer | undefined): bigint | null {
  if (answer?.ok !== true) return null
  return given === 'in' ? -intAt(answer.data, 2 + j) : intAt(answer.data, 2 + i)
}

/** Whether a pool's own token is on one side of a trade. */
const isOwn = ({ i, j }: Trade, own: number): boolean => i !== j && (i === own || j === own)
