import type { BlockRef, Rpc } from '../../chains/types.ts'
import { quantity } from '../../kernel/hex.ts'
import type { Hex } from '../../kernel/units.ts'
import type { Order, Outcome } from '../types.ts'
import { outcomeOf, type WireReceipt } from './receipt.ts'

/** Where an order stands. A dropped one stays watched: somebody may have kept it. */
export type Standing =
  | { readonly kind: 'pending' }
  | { readonly kind: 'dropped' }
  | { readonly kind: 'landed'; readonly block: BlockRef }

/** Watches orders until the chain has settled them, and settles them anew when the chain changes. */
export type Watch = {
  readonly add: (order: Order, standing?: Standing) => void
  /**
   * Asks for the orders that are under way, or for every order that is not settled for good; gives
   * what became of them, oldest first.
   */
  readonly look: (rpc: Rpc, tip: BlockRef, which: 'pending' | 'all') => Promise<readonly Outcome[]>
  /** Makes the next look ask again for all orders above a height. */
  readonly doubt: (height: number) => void
  /** Orders of which nothing is known yet. */
  readonly pending: () => number
}

/** How far back an order can still be reopened, or turn up after all. */
export const REMEMBERED_BLOCKS = 256

/** What watching needs to know. */
export type WatchOptions = {
  readonly accounts: readonly Hex[]
  /** Blocks on top of an outcome after which it is asked for no more. */
  readonly confirmations: number
}

/**
 * A watch over the orders of one network.
 *
 * An outcome is asked for again with every block until `confirmations` are on top of it: a receipt
 * that moved or went reopens the order first. An order that the node does not know, neither mined nor
 * waiting, one block after it was sent is dropped.
 */
export function watchOf(options: WatchOptions): Watch {
  const orders = new Map<Hex, { readonly order: Order; standing: Standing }>()
  let doubtAbove = Number.POSITIVE_INFINITY

  const isDue = (standing: Standing, tip: BlockRef, which: 'pending' | 'all'): boolean => {
    if (which === 'pending') return standing.kind === 'pending'
    if (standing.kind !== 'landed' || standing.block.height > doubtAbove) return true
    return tip.height - standing.block.height < options.confirmations
  }
  const forget = (tip: BlockRef): void => {
    for (const [hash, { order, standing }] of orders) {
      const height = standing.kind === 'landed' ? standing.block.height : order.height
      if (standing.kind !== 'pending' && tip.height - height > REMEMBERED_BLOCKS)
        orders.delete(hash)
    }
  }
  return {
    add(order, standing = { kind: 'pending' }) {
      orders.set(order.hash, { order, standing })
    },
    doubt(height) {
      doubtAbove = Math.min(doubtAbove, height)
    },
    pending: () =>
      [...orders.values()].filter(({ standing }) => standing.kind === 'pending').length,
    async look(rpc, tip, which) {
      const due = [...orders.values()].filter(({ standing }) => isDue(standing, tip, which))
      const doubted = doubtAbove
      if (which === 'all') doubtAbove = Number.POSITIVE_INFINITY
      const looks = await Promise.all(
        due.map(async (watched) => ({ watched, seen: await sight(rpc, watched.order, tip) })),
      ).catch((error: unknown) => {
        doubtAbove = Math.min(doubtAbove, doubted)
        throw error
      })
      if (which === 'all') forget(tip)
      return looks.flatMap(({ watched, seen }) => {
        const outcomes = compare(watched.order, watched.standing, seen, options.accounts)
        watched.standing = standingOf(seen, watched.standing)
        return outcomes
      })
    },
  }
}

/** What the node knows of an order: mined, waiting, or nothing. */
type Sight = {
  readonly receipt: WireReceipt | null
  readonly known: boolean
  readonly fresh: boolean
}

async function sight(rpc: Rpc, order: Order, tip: BlockRef): Promise<Sight> {
  const fresh = tip.height <= order.height
  const receipt = await rpc.request<WireReceipt | null>('eth_getTransactionReceipt', [order.hash])
  if (receipt !== null) return { receipt, known: true, fresh }
  const known = (await rpc.request('eth_getTransactionByHash', [order.hash])) !== null
  return { receipt, known, fresh }
}

function standingOf(seen: Sight, before: Standing): Standing {
  if (seen.receipt)
    return {
      kind: 'landed',
      block: { height: Number(seen.receipt.blockNumber), id: seen.receipt.blockHash },
    }
  if (seen.known || (seen.fresh && before.kind === 'pending')) return { kind: 'pending' }
  return { kind: 'dropped' }
}

function compare(
  order: Order,
  before: Standing,
  seen: Sight,
  accounts: readonly Hex[],
): readonly Outcome[] {
  const after = standingOf(seen, before)
  const same =
    before.kind === after.kind &&
    (before.kind !== 'landed' || (after.kind === 'landed' && before.block.id === after.block.id))
  if (same) return []
  const outcomes: Outcome[] = []
  if (before.kind === 'landed') outcomes.push({ kind: 'reopened', order, lost: before.block })
  if (seen.receipt) outcomes.push(outcomeOf(order, seen.receipt, accounts))
  if (after.kind === 'dropped')
    outcomes.push({ kind: 'dropped', order, why: 'the node knows it neither mined nor waiting' })
  return outcomes
}

/** How many transactions of `signer` the chain has mined up to its tip. */
export const minedCount = async (rpc: Rpc, signer: Hex, tip: BlockRef): Promise<number> =>
  Number(await rpc.request<Hex>('eth_getTransactionCount', [signer, quantity(tip.height)]))
