import type { BlockRef } from '../../chains/types.ts'
import type { Ticks } from '../venues/uniswap-v3/ticks.ts'
import {
  type PoolTable,
  readV2,
  readV3,
  type V3Price,
  writeState,
  writeV2,
  writeV3,
} from './table.ts'

/** What a pool was before a block touched it. */
type Before =
  | { readonly id: number; readonly reserves: readonly [bigint, bigint] }
  | { readonly id: number; readonly price: V3Price; readonly ticks: Ticks | null }
  | { readonly id: number; readonly state: unknown }

/** One block's changes, to be taken back. */
type Page = { readonly block: BlockRef; readonly before: Map<number, Before> }

/** What each of the last blocks overwrote, oldest first. */
export type UndoJournal = { readonly pages: Page[]; readonly depth: number }

/** A journal that can take back `depth` blocks. */
export const emptyJournal = (depth: number): UndoJournal => ({ pages: [], depth })

/** Opens the page of a block; the oldest page beyond the depth is forgotten. */
export function openPage(journal: UndoJournal, block: BlockRef): void {
  journal.pages.push({ block, before: new Map() })
  if (journal.pages.length > journal.depth) journal.pages.shift()
}

/** Remembers what a pool is, once a page, before it is overwritten. */
export function remember(journal: UndoJournal, table: PoolTable, id: number): void {
  const page = journal.pages.at(-1)
  if (page === undefined || page.before.has(id)) return
  page.before.set(id, beforeOf(table, id))
}

function beforeOf(table: PoolTable, id: number): Before {
  const venue = table.venues[id]
  if (venue === 'uniswap-v2') return { id, reserves: readV2(table, id).reserves }
  if (venue !== 'uniswap-v3') return { id, state: table.states[id] }
  return { id, price: readV3(table, id), ticks: table.ticks[id] ?? null }
}

/** Forgets what a pool was, so that no undo brings it back. */
export function forget(journal: UndoJournal, id: number): void {
  for (const page of journal.pages) page.before.delete(id)
}

/** Takes back every block above `to`; gives the pools that changed by it, each once. */
export function undoTo(journal: UndoJournal, table: PoolTable, to: BlockRef): readonly number[] {
  const changed = new Set<number>()
  while ((journal.pages.at(-1)?.block.height ?? to.height) > to.height) {
    for (const before of journal.pages.pop()?.before.values() ?? []) {
      restore(table, before)
      changed.add(before.id)
    }
  }
  return [...changed]
}

function restore(table: PoolTable, before: Before): void {
  if ('reserves' in before) writeV2(table, before.id, before.reserves[0], before.reserves[1])
  else if ('state' in before) writeState(table, before.id, before.state)
  else {
    table.ticks[before.id] = before.ticks
    writeV3(table, before.id, before.price)
  }
}
