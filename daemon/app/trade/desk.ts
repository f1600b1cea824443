import type { Connection } from '../../chains/rpc/connection.ts'
import type { BlockRef } from '../../chains/types.ts'
import type { PipelineConfig } from '../../config/types.ts'
import type { Signer } from '../../execution/chain/signer.ts'
import { type Nonces, noncesOf } from '../../execution/orders/nonces.ts'
import { type Standing, type Watch, watchOf } from '../../execution/orders/watch.ts'
import type { Hex } from '../../kernel/units.ts'
import { startingTuning } from '../../learning/gas.ts'
import { type Books, position, successPpm } from '../../ledger/books.ts'
import type { Writer } from '../../ledger/writer.ts'
import { type Reservations, reservationsOver } from '../../policy/reservations.ts'
import type { Exposure } from '../../policy/types.ts'
import type { Tuning } from '../../scoring/types.ts'
import { type Funnel, openFunnel } from './funnel.ts'

/**
 * All that trading on one network stands on, and that outlives a reload: link, key, nonces, what is
 * reserved, what is under way, and the books.
 */
export type Desk = {
  readonly network: string
  readonly connection: Connection
  readonly writer: Writer
  readonly books: Books
  readonly signer: Signer | null
  readonly nonces: Nonces
  readonly watch: Watch
  readonly reservations: Reservations
  readonly exposure: Exposure
  readonly funnel: Funnel
  /** Accounts whose balances the books keep: the signer's and the executor's. */
  readonly accounts: readonly Hex[]
  readonly tokens: readonly Hex[]
  /** Settings of the newest generation: a trade that was decided on older ones must still fit them. */
  newest: PipelineConfig
  tuning: Tuning
  /** Newest block that the network's thread has told of. */
  tip: BlockRef | null
  /** Time in the newest block, seconds since 1970. */
  tipTime: number
  /** Whether the network's thread has a link to the node, and a market that is right. */
  linked: boolean
  synced: boolean
  /** Set for good once the daemon ends or drains. */
  stopped: boolean
}

/** A desk for one pipeline over its books so far; nothing is asked of the chain yet. */
export function openDesk(
  pipeline: PipelineConfig,
  lent: {
    readonly connection: Connection
    readonly writer: Writer
    readonly books: Books
    readonly signer: Signer | null
  },
): Desk {
  const { execution, markets } = pipeline
  const { books, signer } = lent
  const accounts = [...(signer ? [signer.address] : []), execution.executor]
  const exposure: Exposure = {
    capital: (token) => position(books, execution.executor, token),
    successPpm: () => successPpm(books, markets.native),
  }
  const desk: Desk = {
    ...lent,
    network: pipeline.network,
    nonces: noncesOf(signer ? [signer.address] : []),
    watch: watchOf({ accounts, confirmations: execution.confirmations }),
    reservations: reservationsOver(exposure),
    exposure,
    funnel: openFunnel(),
    accounts,
    tokens: Object.values(markets.tokens),
    newest: pipeline,
    tuning: startingTuning,
    tip: null,
    tipTime: 0,
    linked: false,
    synced: false,
    stopped: false,
  }
  recover(desk)
  return desk
}

/** Takes up every order that the books know of: what is open is watched, and holds what it reserved. */
function recover(desk: Desk): void {
  for (const { order } of desk.books.orders.values()) {
    const standing = standingOf(desk.books, order.hash)
    desk.watch.add(order, standing)
    for (const stage of ['seen', 'priced', 'decided', 'simulated', 'sent'] as const)
      desk.funnel.pass(stage)
    if (standing.kind === 'pending') holdAgain(desk, order.hash)
  }
}

/** Sets aside anew what an order was journaled with: it may still land. */
export function holdAgain(desk: Pick<Desk, 'books' | 'reservations'>, hash: Hex): void {
  const placed = desk.books.orders.get(hash)
  if (placed === undefined) return
  const { order, token, input, atRisk, pools } = placed
  desk.reservations.restore({ id: order.id, token, input, atRisk, pools })
}

function standingOf(books: Books, hash: Hex): Standing {
  const landed = books.landed.get(hash)
  if (landed) return { kind: 'landed', block: landed.block }
  return { kind: books.dropped.has(hash) ? 'dropped' : 'pending' }
}
