import type { Outcome } from '../../execution/types.ts'
import { messageOf } from '../../kernel/errors.ts'
import type { Log } from '../../kernel/ports.ts'
import type { Hex } from '../../kernel/units.ts'
import { learnGas } from '../../learning/gas.ts'
import { earnedOf, post } from '../../ledger/books.ts'
import type { Line } from '../../ledger/types.ts'
import { type Desk, holdAgain } from './desk.ts'

/**
 * Asks the chain what became of the desk's orders and enters it: books, reservations, tuning.
 *
 * Runs between two trades, never beside one: after a drop the nonces are asked for anew. The lines
 * are on disk before the next order is, since lines are written in order.
 *
 * @returns when they are on disk; it rejects where they could not be written.
 */
export async function settleOrders(
  ctx: { readonly log: Log },
  desk: Desk,
  native: Hex,
  which: 'pending' | 'all',
): Promise<{ readonly written: Promise<void> }> {
  const outcomes = desk.tip === null ? [] : await desk.watch.look(desk.connection, desk.tip, which)
  const written = outcomes.length > 0 ? record(ctx, desk, outcomes, native) : Promise.resolve()
  if (!desk.nonces.known() || outcomes.some(({ kind }) => kind !== 'landed'))
    await desk.nonces.refresh(desk.connection)
  return { written }
}

function record(
  ctx: { readonly log: Log },
  desk: Desk,
  outcomes: readonly Outcome[],
  native: Hex,
): Promise<void> {
  const lines = outcomes.map(lineOf)
  for (const line of lines) post(desk.books, line)
  for (const outcome of outcomes) enter(ctx, desk, outcome, native)
  const written = desk.writer.append(lines.map((line) => ({ network: desk.network, ...line })))
  written.catch((error: unknown) => ctx.log.error('books not written', { why: messageOf(error) }))
  return written
}

function lineOf(outcome: Outcome): Line {
  const { hash } = outcome.order
  switch (outcome.kind) {
    case 'landed': {
      const { block, success, gasUsed, deltas } = outcome
      return { kind: 'landed', hash, block, success, gasUsed, deltas }
    }
    case 'dropped':
      return { kind: 'dropped', hash, why: outcome.why }
    case 'reopened':
      return { kind: 'reopened', hash, lost: outcome.lost }
  }
}

function enter(ctx: { readonly log: Log }, desk: Desk, outcome: Outcome, native: Hex): void {
  const { order } = outcome
  const facts = { id: order.id, hash: order.hash, nonce: order.nonce }
  switch (outcome.kind) {
    case 'landed': {
      const earned = earnedOf(outcome, native)
      desk.reservations.release(order.id)
      desk.tuning = learnGas(desk.tuning, outcome)
      ctx.log.info('landed', { ...facts, height: outcome.block.height, earned_wei: earned })
      return
    }
    case 'dropped':
      desk.reservations.release(order.id)
      ctx.log.warn('dropped', { ...facts, why: outcome.why })
      return
    case 'reopened':
      holdAgain(desk, order.hash)
      ctx.log.warn('reopened', { ...facts, lost_height: outcome.lost.height })
      return
  }
}
