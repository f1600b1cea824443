import { Observable, type Subscriber } from 'rxjs'
import { messageOf } from '../../kernel/errors.ts'
import type { Context } from '../../kernel/ports.ts'
import type { Hex, Micros } from '../../kernel/units.ts'
import type { Connection } from '../rpc/connection.ts'
import type { ChainSignals } from '../signals.ts'
import type { BlockRef, FeedEvent, Head } from '../types.ts'
import { changeOf, headOf, latestHead, type WireHead, type WireLog } from './blocks.ts'
import { cutBack, extended, lineageFrom, tipOf } from './lineage.ts'
import { pathTo } from './path.ts'
import { type Teller, tellerOf } from './teller.ts'
import { watchedOf } from './watched.ts'

/** What to follow, and from where. */
export type FollowOptions = {
  /** The block whose state is already known; the first event builds on it. */
  readonly start: BlockRef
  /** First topics of the logs to read. */
  readonly topics: readonly Hex[]
  /** How many blocks back a reorg can be undone. */
  readonly depth: number
  /** Addresses whose logs count: a header that names none of them needs no read. All of them if absent. */
  readonly addresses?: () => readonly Hex[]
  /** `pushed`: logs are taken as the node pushes them, and proven by a read; `read`: only read. */
  readonly logs: 'pushed' | 'read'
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
 * Follows one chain over one connection: heads, each with its logs, and rollbacks.
 *
 * A block is told (`head`, then `changes` until they are proven by a read at its hash) only when it
 * links to the one before it; what lies between is fetched. A reorg, a skipped head and a node that comes back on an older block are
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
  let hear: Teller['hear'] | null = null
  let sessions = 0

  const events$ = new Observable<FeedEvent>((out) => {
    const again = (error: unknown): void => {
      signals.stumbled(messageOf(error))
      setTimeout(() => connection.isUp() && wake?.(null), RETRY_MS)
    }
    const stepper = stepperOf(ctx, connection, options, out)
    const run = oneAtATime(stepper.step, again)
    hear = stepper.hear
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
      hear = null
    }
  })

  const heard = (head: Head): void => {
    if (wake === null) return
    signals.received(head)
    wake(head)
  }
  const heardLog = (wire: WireLog, received: Micros): void => {
    if (wire.removed === true) wake?.(null)
    else hear?.(changeOf(wire), received)
  }
  const subscribe = async (): Promise<void> => {
    if (options.logs === 'pushed')
      await connection.subscribe(['logs', { topics: [options.topics] }], (result, received) =>
        heardLog(result as WireLog, received),
      )
    await connection.subscribe(['newHeads'], (result, received) =>
      heard(headOf(result as WireHead, received)),
    )
  }
  const up = (): void => {
    const session = ++sessions
    const again = (error: unknown): void => {
      signals.stumbled(messageOf(error))
      setTimeout(() => {
        if (session === sessions && connection.isUp() && wake !== null) up()
      }, RETRY_MS)
    }
    subscribe()
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
function stepperOf(
  ctx: Pick<Context, 'clock'>,
  connection: Connection,
  options: FollowOptions,
  out: Subscriber<FeedEvent>,
): { readonly step: (head: Head | null) => Promise<void>; readonly hear: Teller['hear'] } {
  const now = ctx.clock.monotonic
  let lineage = lineageFrom(options.start, options.depth)

  const rollBack = (to: BlockRef): void => {
    const [kept, lost] = cutBack(lineage, to)
    if (lost.length === 0) return
    lineage = kept
    options.signals.reorged(to, lost.length)
    out.next({ kind: 'rollback', to, lost })
  }
  const teller = tellerOf({
    connection,
    topics: options.topics,
    watched: watchedOf(options.addresses),
    pushes: options.logs === 'pushed',
    signals: options.signals,
    tell: (event) => out.next(event),
    undo: ({ height, id, parent }) =>
      out.next({
        kind: 'rollback',
        to: { height: height - 1, id: parent },
        lost: [{ height, id }],
      }),
  })
  const tell = async (head: Head): Promise<void> => {
    const before = lineage
    lineage = extended(lineage, head)
    try {
      await teller.block(head)
    } catch (error) {
      lineage = before
      throw error
    }
  }
  const step = async (heard: Head | null): Promise<void> => {
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
    for (const block of path.blocks) {
      if (out.closed) return
      await tell(block)
    }
  }
  return { step, hear: teller.hear }
}

/** A head that does not link may be late or gone already: only one above the node's latest is news. */
const newest = (heard: Head | null, latest: Head): Head =>
  heard !== null && (heard.id === latest.id || heard.height > latest.height) ? heard : latest
