import type { Hex } from '../kernel/units.ts'
import type { Balance, Entry, Line } from './types.ts'

type Landed = Extract<Line, { kind: 'landed' }>
type Placed = Extract<Line, { kind: 'order' }>

/** What the lines of one network add up to. */
export type Books = {
  opening: Extract<Line, { kind: 'opening' }> | null
  closing: Extract<Line, { kind: 'closing' }> | null
  /** Every order that was journaled, by transaction hash, in order. */
  readonly orders: Map<Hex, Placed>
  /** What counts: outcomes that have not been reopened. */
  readonly landed: Map<Hex, Landed>
  readonly dropped: Set<Hex>
  /** Sums of what landed, by account and asset. */
  readonly sums: Map<string, Balance>
}

/** Books without a line. */
export const emptyBooks = (): Books => ({
  opening: null,
  closing: null,
  orders: new Map(),
  landed: new Map(),
  dropped: new Set(),
  sums: new Map(),
})

/** The books of one network out of all entries. */
export function booksOf(entries: readonly Entry[], network: string): Books {
  const books = emptyBooks()
  for (const entry of entries) if (entry.network === network) post(books, entry)
  return books
}

/** Key of an account and asset in the sums. */
export const keyOf = (account: Hex, asset: Hex | 'native'): string => `${account} ${asset}`

/** Adds what one outcome moved to the sums, or with -1n takes it out again. */
function sum(books: Books, { deltas }: Landed, sign: 1n | -1n): void {
  for (const { account, asset, units } of deltas) {
    const key = keyOf(account, asset)
    const before = books.sums.get(key)?.units ?? 0n
    books.sums.set(key, { account, asset, units: before + sign * units })
  }
}

/** Adds one line to the books. A later line about an order replaces what an earlier one said of it. */
export function post(books: Books, entry: Line): void {
  switch (entry.kind) {
    case 'opening':
      books.opening = {
        ...entry,
        balances: [...(books.opening?.balances ?? []), ...entry.balances],
      }
      return
    case 'closing':
      books.closing = entry
      return
    case 'order':
      books.orders.set(entry.order.hash, entry)
      books.closing = null
      return
    case 'landed':
      unpost(books, entry.hash)
      books.landed.set(entry.hash, entry)
      sum(books, entry, 1n)
      books.dropped.delete(entry.hash)
      return
    case 'dropped':
      unpost(books, entry.hash)
      books.dropped.add(entry.hash)
      return
    case 'reopened':
      unpost(books, entry.hash)
      books.dropped.delete(entry.hash)
      return
  }
}

function unpost(books: Books, hash: Hex): void {
  const landed = books.landed.get(hash)
  if (landed) sum(books, landed, -1n)
  books.landed.delete(hash)
}

/** What an account should hold of an asset now: opening plus realised; null before the opening. */
export function position(books: Books, account: Hex, asset: Hex | 'native'): bigint | null {
  const opened = books.opening?.balances.find((b) => b.account === account && b.asset === asset)
  if (!opened) return null
  return opened.units + (books.sums.get(keyOf(account, asset))?.units ?? 0n)
}

/** One account and asset where the books and the chain disagree. */
export type Difference = Balance & { readonly onChain: bigint; readonly inBooks: bigint }

/** Where closing − opening is not what was realised, to the unit. */
export function differences(books: Books, closing: readonly Balance[]): readonly Difference[] {
  return closing.flatMap(({ account, asset, units }) => {
    const opened = books.opening?.balances.find((b) => b.account === account && b.asset === asset)
    const inBooks = books.sums.get(keyOf(account, asset))?.units ?? 0n
    const onChain = units - (opened?.units ?? 0n)
    return inBooks === onChain ? [] : [{ account, asset, units, onChain, inBooks }]
  })
}

/** Share of the last `count` landed orders that earned at least what they cost, in parts per million. */
export function successPpm(books: Books, native: Hex, count = 100): number {
  const last = [...books.landed.values()].slice(-count)
  if (last.length === 0) return 1_000_000
  return Math.floor(
    (last.filter((each) => earnedOf(each, native) >= 0n).length * 1_000_000) / last.length,
  )
}

/** What one landed order made, gas included, in the native coin and the token at par with it. */
export function earnedOf(landed: Pick<Landed, 'deltas'>, native: Hex): bigint {
  let earned = 0n
  for (const { asset, units } of landed.deltas)
    if (asset === 'native' || asset === native) earned += units
  return earned
}
