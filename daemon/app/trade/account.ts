import { setTimeout as sleep } from 'node:timers/promises'
import { latestHead } from '../../chains/feeds/blocks.ts'
import type { BlockRef } from '../../chains/types.ts'
import { balancesAt } from '../../execution/balances.ts'
import { minedCount } from '../../execution/orders/watch.ts'
import type { Clock, Log } from '../../kernel/ports.ts'
import type { Hex } from '../../kernel/units.ts'
import { differences, earnedOf, keyOf, position, post } from '../../ledger/books.ts'
import type { Balance, Line } from '../../ledger/types.ts'
import type { Desk } from './desk.ts'
import { settleOrders } from './settle.ts'

/** How a desk was closed. */
export type Closing =
  | {
      readonly kind: 'closed'
      readonly block: BlockRef
      /** Accounts and assets where the chain disagrees with the books; none is right. */
      readonly differences: readonly (Balance & {
        readonly onChain: bigint
        readonly inBooks: bigint
      })[]
    }
  /** Orders are still under way: the next start settles them. */
  | { readonly kind: 'open'; readonly pending: number; readonly why: string }

type AccountContext = { readonly log: Log; readonly clock: Clock }

/**
 * Enters the opening balances, once in the life of the books for every account and asset.
 *
 * Where an account or a token is new to old books, its balance is entered as it was before what they
 * hold of it already.
 */
export async function openAccounts(ctx: AccountContext, desk: Desk): Promise<void> {
  const { books, connection } = desk
  const isNew = ({ account, asset }: Pick<Balance, 'account' | 'asset'>): boolean =>
    position(books, account, asset) === null
  const wanted = desk.accounts.flatMap((account) =>
    (['native', ...desk.tokens] as const).map((asset) => ({ account, asset })),
  )
  if (!wanted.some(isNew)) return
  const block = await latestHead(connection, ctx.clock.monotonic)
  const found = await balancesAt(connection, block, desk.accounts, desk.tokens)
  const balances = found.filter(isNew).map(({ account, asset, units }) => {
    const sum = books.sums.get(keyOf(account, asset))?.units ?? 0n
    return { account, asset, units: units - sum }
  })
  await enter(desk, { kind: 'opening', block: refOf(block), balances })
}

/**
 * Waits until the chain has settled every order, then enters the closing balances.
 *
 * The desk must have been stopped. Gives up after `patienceMs`, and says so.
 */
export async function closeAccounts(
  ctx: AccountContext,
  desk: Desk,
  native: Hex,
  patienceMs: number,
): Promise<Closing> {
  const late = performance.now() + patienceMs
  let why = 'no link to the node'
  do {
    try {
      const closing = await tryClosing(ctx, desk, native)
      if (closing !== null) return closing
      why = 'transactions are still under way'
    } catch (error) {
      why = String(error)
    }
    await sleep(50)
  } while (performance.now() < late)
  return { kind: 'open', pending: desk.watch.pending(), why }
}

async function tryClosing(ctx: AccountContext, desk: Desk, native: Hex): Promise<Closing | null> {
  const { connection, signer } = desk
  const block = await latestHead(connection, ctx.clock.monotonic)
  desk.tip = refOf(block)
  desk.watch.doubt(0)
  const { written } = await settleOrders(ctx, desk, native, 'all')
  await written
  if (desk.watch.pending() > 0) return null
  const landed = [...desk.books.landed.values()]
  if (landed.some((line) => line.block.height > block.height)) return null
  if (signer && landed.length > 0) {
    const mined = await minedCount(connection, signer.address, block)
    const waiting = await connection.request<Hex>('eth_getTransactionCount', [
      signer.address,
      'pending',
    ])
    if (Number(waiting) !== mined) return null
  }
  const balances = await balancesAt(connection, block, desk.accounts, desk.tokens)
  await enter(desk, { kind: 'closing', block: refOf(block), balances })
  return { kind: 'closed', block: refOf(block), differences: differences(desk.books, balances) }
}

async function enter(desk: Desk, line: Line): Promise<void> {
  await desk.writer.append([{ network: desk.network, ...line }])
  post(desk.books, line)
}

const refOf = ({ height, id }: BlockRef): BlockRef => ({ height, id })

/** What the books of a desk say, as plain data. */
export type BooksReport = {
  readonly sent: number
  readonly landed: number
  readonly succeeded: number
  /** Net profit that was decided on, over the orders that landed, in wei. */
  readonly expectedWei: bigint
  /** Native coin and its par token over all our accounts, in wei. */
  readonly realisedWei: bigint
  readonly realised: readonly Balance[]
  readonly opening: readonly Balance[]
}

/** Adds up the books of a desk. */
export function reportBooks(desk: Desk, native: Hex): BooksReport {
  const { books } = desk
  const landed = [...books.landed.values()]
  const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n)
  return {
    sent: books.orders.size,
    landed: landed.length,
    succeeded: landed.filter((line) => earnedOf(line, native) >= 0n).length,
    expectedWei: sum(landed.map(({ hash }) => books.orders.get(hash)?.order.expected ?? 0n)),
    realisedWei: sum(landed.map((line) => earnedOf(line, native))),
    realised: [...books.sums.values()],
    opening: books.opening?.balances ?? [],
  }
}
