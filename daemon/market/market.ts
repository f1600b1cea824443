import type { Change, FeedEvent, Head } from '../chains/types.ts'
import type { Clock } from '../kernel/ports.ts'
import type { Micros } from '../kernel/units.ts'
import { applyChange } from './pools/apply.ts'
import { closePool, emptyTable, type PoolTable, putPool } from './pools/table.ts'
import { emptyJournal, forget, openPage, type UndoJournal, undoTo } from './pools/undo.ts'
import type { MarketSignals } from './signals.ts'
import type { Pool, PoolState } from './types.ts'

/** The pools of one network and the way back over their last blocks. Owned and written by one thread. */
export type Market = {
  readonly network: string
  readonly table: PoolTable
  readonly journal: UndoJournal
  /** Pools whose change has not been told yet: by a rollback, or by a part of a block's logs. */
  readonly unsettled: Set<number>
  /** Hash of the block whose state has been given. */
  looked: string
}

/** What folding into a market needs of the world. */
export type MarketContext = { readonly clock: Clock; readonly signals: MarketSignals }

/** A market of these pools that can take back `depth` blocks. */
export function openMarket(network: string, pools: readonly Pool[], depth: number): Market {
  const market: Market = {
    network,
    table: emptyTable(),
    journal: emptyJournal(depth),
    unsettled: new Set(),
    looked: '',
  }
  for (const pool of pools) putPool(market.table, pool)
  return market
}

/**
 * Folds one feed event into the market.
 *
 * @returns the new state once a block's changes are in, and again where its proof brought more; null
 * where there is nothing to look at yet: after a head, after a part of the logs, and after a rollback,
 * whose pools are told with the next block.
 */
export function foldEvent(ctx: MarketContext, market: Market, event: FeedEvent): PoolState | null {
  if (event.kind === 'rollback') {
    for (const id of undoTo(market.journal, market.table, event.to)) market.unsettled.add(id)
    market.looked = ''
    return null
  }
  if (event.kind !== 'changes') return null
  const { head, changes, known, received } = event
  if (market.journal.pages.at(-1)?.block.id !== head.id) openPage(market.journal, head)
  const state = applyAll(ctx, market, head, changes, received, null)
  const isNews = known !== 'part' && (market.looked !== head.id || state.touched.length > 0)
  if (isNews) {
    market.looked = head.id
    return state
  }
  for (const id of state.touched) market.unsettled.add(id)
  return null
}

/** Applies logs that belong together, all of them or, in a replay, one transaction's. */
export function applyAll(
  ctx: MarketContext,
  market: Market,
  head: Head,
  changes: readonly Change[],
  received: Micros,
  transactionIndex: number | null,
): PoolState {
  market.table.time = head.time
  const touched = new Set(market.unsettled)
  market.unsettled.clear()
  for (const change of changes) {
    const id = applyChange(market.table, market.journal, change)
    if (id >= 0) touched.add(id)
    if (id === UNREADABLE) quarantine(ctx, market, change)
  }
  const applied = ctx.clock.monotonic()
  ctx.signals.applied(changes.length, touched.size)
  return {
    network: market.network,
    head,
    touched: [...touched],
    transactionIndex,
    stamps: { received, applied },
  }
}

const UNREADABLE = -2

/** Takes a pool out of every search for good: what it says cannot be read, so what it is cannot be known. */
function quarantine(ctx: MarketContext, market: Market, change: Change): void {
  const { table } = market
  const id = table.ids.get(change.address) ?? -1
  table.ids.delete(change.address)
  closePool(table, id)
  forget(market.journal, id)
  ctx.signals.quarantined(change.address, 'a log of the pool cannot be read')
}
