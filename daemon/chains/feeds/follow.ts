import { Observable, type Subscriber } from 'rxjs'
import { messageOf } from '../../kernel/errors.ts'
import type { Context } from '../../kernel/ports.ts'
import type { Hex } from '../../kernel/units.ts'
import type { Connection } from '../rpc/connection.ts'
import type { ChainSignals } from '../signals.ts'
import type { BlockRef, FeedEvent, Head } from '../types.ts'
import { headOf, latestHead, logsOf, type WireHead } from './blocks.ts'
import { cutBack, extended, lineageFrom, tipOf } from './lineage.ts'
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
  let wake: ((head: Head | null) => void) | null = null
  let sessions = 0

  const events$ = new Observable<FeedEvent>((out) => {
    const again = (error: unknown): void => {
      signals.stumbled(messageOf(error))
      setTimeout(() => connection.isUp() && wake?.(null), RETRY_MS)
    }
    const run = oneAtATime(stepper(ctx, connection, options, out), again)
    let lastWake = performance.now()
    wake = (head) => {
      lastWake = performance.now()
      run(head)
    }
    const quiet = setInterval(() => {
      if (connection.isUp() && performance.now() - lastWake > options.quietMs) wake?.(null)
    }, options.quietMs)
    return () => {
      clearInterval(quiet)
      wake = null
    }
  })

  const heard = (head: Head): void => {
    if (wake === null) return
    signals.received(head)
    wake(head)
  }
  const up = (): void => {
    const session = ++sessions
    const again = (error: unknown): void => {
      signals.stumbled(messageOf(error))
      setTimeout(() => {
        if (session === sessions && connection.isUp() && wake !== null) up()
      }, RETRY_MS)
    }
    connection
      .subscribe(['newHeads'], (result, received) => heard(headOf(result as WireHead, received)))
      .then(() => wake?.(null))
      .catch(again)
  }
  return { events$, up }
}

/**
 * Runs `step` for one head at a time; of those that come meanwhile the newest is next.
 *
 * A null among them, which asks for the node's latest, stands for them all.
 */
function oneAtATime(
  step: (head: Head | null) => Promise<void>,
  failed: (error: unknown) => void,
): (head: Head | null) => void {
  let next: Head | null | undefined
  let busy = false

  const work = async (): Promise<void> => {
    busy = true
    try {
      while (next !== undefined) {
        const head = next
        next = undefined
        await step(head)
      }
    } catch (error) {
      failed(error)
    } finally {
      busy = false
    }
  }
  return (head) => {
    if (next !== null) next = head
    if (!busy) void work()
  }
}

/** Brings the stream to the head that was heard, or to the node's latest where that says more. */
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
    if (out.closed || heard?.id === tipOf(lineage).id) return
    const linked = heard?.parent === tipOf(lineage).id
    const head = linked ? heard : newest(heard, await latestHead(connection, now))
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

/** A head that does not link may be late or gone already: only one above the node's latest is news. */
const newest = (heard: Head | null, latest: Head): Head =>
  heard !== null && (heard.id === latest.id || heard.height > latest.height) ? heard : latest
