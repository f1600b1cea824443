import type { Subscription } from 'rxjs'
import { afterEach, expect, vi } from 'vitest'
import { latestHead } from '../../daemon/chains/feeds/blocks.ts'
import { type Followed, type FollowOptions, follow } from '../../daemon/chains/feeds/follow.ts'
import { type Connection, connect, untilUp } from '../../daemon/chains/rpc/connection.ts'
import { chainSignals } from '../../daemon/chains/signals.ts'
import type { BlockRef, Change, FeedEvent } from '../../daemon/chains/types.ts'
import { countingClock, keptLog, keptMeter, type Line } from '../fakes.ts'

/** A feed under test: all that it has said, and what may be asked of it. */
export type Feed = {
  readonly events: readonly FeedEvent[]
  readonly link: Connection
  readonly lines: readonly Line[]
  readonly counts: ReadonlyMap<string, number>
  readonly completed: () => boolean
  /** Hashes of the chain that the events tell, without the start; errs where they contradict. */
  readonly chain: () => readonly string[]
  /** Waits until the events lead to a block. */
  readonly reaches: (id: string) => Promise<void>
  /** Stops listening to the events. */
  readonly leave: () => void
}

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** Follows the node at `ipc` from its latest block; a day counts as quiet if not said otherwise. */
export async function openFeed(
  ipc: string,
  options: Partial<FollowOptions> & Pick<FollowOptions, 'topics'>,
): Promise<Feed> {
  const clock = countingClock()
  const { log, lines } = keptLog()
  const { meter, counts } = keptMeter()
  let followed: Followed | null = null
  const stop = new AbortController()
  const link = connect({ clock, signal: stop.signal }, { ipc, onUp: () => followed?.up() })
  ends.push(() => stop.abort())
  await untilUp(link, 5_000)
  const start = options.start ?? (await latestHead(link, clock.monotonic))
  const signals = chainSignals({ log, meter, clock }, 'devnet')
  const day = 86_400_000
  followed = follow({ clock }, link, { depth: 64, quietMs: day, signals, ...options, start })
  const events: FeedEvent[] = []
  let completed = false
  const subscription: Subscription = followed.events$.subscribe({
    next: (event) => events.push(event),
    complete: () => {
      completed = true
    },
  })
  ends.push(() => subscription.unsubscribe())
  followed.up()
  const chain = (): readonly string[] => toldChain(start, events).map(({ id }) => id)
  return {
    ...{ events, link, lines, counts, chain },
    completed: () => completed,
    reaches: (id) =>
      vi.waitFor(() => expect(chain().at(-1) ?? start.id).toBe(id), {
        timeout: 10_000,
        interval: 5,
      }),
    leave: () => subscription.unsubscribe(),
  }
}

/** The blocks that events lead to from `start`; errs where an event contradicts those before it. */
function toldChain(start: BlockRef, events: readonly FeedEvent[]): readonly BlockRef[] {
  const chain: BlockRef[] = [start]
  let open: string | null = null
  for (const event of events) {
    if (event.kind === 'resync') continue
    if (event.kind === 'changes') {
      expect(event.head.id, 'changes follow their head').toBe(open)
      for (const change of event.changes) expect(change.block.id).toBe(open)
      open = null
      continue
    }
    expect(open, 'a block is told whole').toBeNull()
    if (event.kind === 'head') {
      expect(event.head.parent, 'heads are linked').toBe(chain.at(-1)?.id)
      chain.push({ height: event.head.height, id: event.head.id })
      open = event.head.id
    } else {
      const at = chain.findIndex(({ id }) => id === event.to.id)
      expect(at, 'a rollback leads to a block that was told').toBeGreaterThanOrEqual(0)
      expect(event.lost, 'a rollback names what it takes back').toEqual(chain.splice(at + 1))
    }
  }
  return chain.slice(1)
}

/** What the events say happened, in short: `+height` for a block, `-count>height` for a rollback. */
export const inShort = (events: readonly FeedEvent[]): readonly string[] =>
  events.flatMap((event) => {
    if (event.kind === 'head') return [`+${event.head.height}`]
    if (event.kind === 'rollback') return [`-${event.lost.length}>${event.to.height}`]
    return event.kind === 'resync' ? ['resync'] : []
  })

/** All changes that were told with a block that is still in the chain. */
export function standingChanges(feed: Feed): readonly Change[] {
  const standing = new Set(feed.chain())
  const byBlock = new Map<string, readonly Change[]>()
  for (const event of feed.events)
    if (event.kind === 'changes') byBlock.set(event.head.id, event.changes)
  return [...standing].flatMap((id) => byBlock.get(id) ?? [])
}
