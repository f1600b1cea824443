import { Observable, type Subscriber } from 'rxjs'
import { messageOf } from '../../kernel/errors.ts'
import type { Context } from '../../kernel/ports.ts'
import type { Hex } from '../../kernel/units.ts'
import type { Connection } from '../rpc/connection.ts'
import type { ChainSignals } from '../signals.ts'
import type { BlockRef, FeedEvent, Head } from '../types.ts'
import { headOf, latestHead, logsOf, type WireHead } from './blocks.ts'
import { cutBack, extended, findBlock, lineageFrom, tipOf } from './lineage.ts'
import { pathTo } from './path.ts'

/** What to follow, and from where. */
export type FollowOptions = {
  /** The block whose state is already known; the first event builds on it. */
  readonly start: BlockRef
  /** First topics of the logs to read. */
  readonly topics: readonly Hex[]
  /** How many blocks back a reorg can be undone. */
  readonly depth: number
  /** After this long without a head the node is asked for its latest, in milliseconds. */
  readonly quietMs: number
  readonly signals: ChainSignals
}

/** A feed, and what the connection must tell it. */
export type Followed = {
  readonly events$: Observable<FeedEvent>
  /** To be called after each connect: subscribes to heads, and catches up. */
  readonly up: () => void
}

const RETRY_MS = 100

/**
 * Follows one chain over one connection: heads, each with its logs read by block hash, and rollbacks.
 *
 * A block is told whole (`head`, then `changes`), and only when it links to the one before it; what
 * lies between is fetched. A reorg, a skipped head and a node that comes back on an older block are
 * one case: the path from the node's tip back to a block we know. Where there is none within
 * `depth`, one `resync` is told and the stream completes: state must then be read afresh.
 */
export function follow(
  ctx: Pick<Context, 'clock'>,
  connection: Connection,
  options: FollowOptions,
): Followed {
  const { signals } = options
  let wake: (head: Head | null) => void = () => undefined

  const events$ = new Observable<FeedEvent>((out) => {
    const step = stepper(ctx, connection, options, out)
    let target: Head | null = null
    let stale = false
    let busy = false
    let lastWake = performance.now()

    const pump = async (): Promise<void> => {
      while ((target !== null || stale) && !out.closed) {
        const head: Head | null = stale ? null : target
        target = null
        stale = false
        await step(head)
      }
    }
    const again = (error: unknown): void => {
      signals.stumbled(messageOf(error))
      setTimeout(() => connection.isUp() && wake(null), RETRY_MS)
    }
    wake = (head) => {
      if (head === null) stale = true
      else target = head
      lastWake = performance.now()
      if (busy) return
      busy = true
      pump()
        .catch(again)
        .finally(() => {
          busy = false
        })
    }
    const quiet = setInterval(() => {
      if (connection.isUp() && performance.now() - lastWake > options.quietMs) wake(null)
    }, options.quietMs)
    return () => {
      clearInterval(quiet)
      wake = () => undefined
    }
  })

  const heard = (head: Head): void => {
    signals.received(head)
    wake(head)
  }
  const up = (): void => {
    connection
      .subscribe(['newHeads'], (result, received) => heard(headOf(result as WireHead, received)))
      .then(() => wake(null))
      .catch((error: unknown) => signals.stumbled(messageOf(error)))
  }
  return { events$, up }
}

/** Brings the stream to `head`, or to the node's latest where `head` is null or already behind us. */
function stepper(
  ctx: Pick<Context, 'clock'>,
  connection: Connection,
  options: FollowOptions,
  out: Subscriber<FeedEvent>,
): (head: Head | null) => Promise<void> {
  const now = ctx.clock.monotonic
  let lineage = lineageFrom(options.start, options.depth)

  const rollBack = (to: BlockRef): void => {
    const [kept, lost] = cutBack(lineage, to)
    if (lost.length === 0) return
    lineage = kept
    options.signals.reorged(to, lost.length)
    out.next({ kind: 'rollback', to, lost })
  }
  const tell = async (head: Head): Promise<void> => {
    const { changes, received } = head.silent
      ? { changes: [], received: head.received }
      : await logsOf(connection, head, options.topics)
    if (out.closed) return
    lineage = extended(lineage, head)
    out.next({ kind: 'head', head })
    out.next({ kind: 'changes', head, changes, received })
  }
  return async (heard) => {
    if (heard?.id === tipOf(lineage).id) return
    const behind = heard === null || findBlock(lineage, heard.id) !== undefined
    const head = behind ? await latestHead(connection, now) : heard
    const path = await pathTo(connection, lineage, head, now)
    if (path === null) {
      out.next({ kind: 'resync', why: `no common block within ${options.depth} of the tip` })
      out.complete()
      return
    }
    rollBack(path.base)
    for (const block of path.blocks) await tell(block)
  }
}
