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
  followed = follow({ clock }, link, {
    depth: 64,
    quietMs: day,
    signals,
    logs: 'read',
    ...options,
    start,
  })
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
      vi.waitFor(() => expect(provenTip(start, events, chain())).toBe(id), {
        timeout: 10_000,
        interval: 5,
      }),
    leave: () => subscription.unsubscribe(),
  }
}

/** The newest block that was told whole; nothing while one is open. */
function provenTip(
  start: BlockRef,
  events: readonly FeedEvent[],
  chain: readonly string[],
): string | null {
  const last = events.findLast(({ kind }) => kind === 'changes' || kind === 'head')
  const isOpen = last !== undefined && !(last.kind === 'changes' && last.known === 'proven')
  return isOpen ? null : (chain.at(-1) ?? start.id)
}

/** The blocks that events lead to from `start`; errs where an event contradicts those before it. */
function toldChain(start: BlockRef, events: readonly FeedEvent[]): readonly BlockRef[] {
  const told: Told = { chain: [start], open: null }
  for (const event of events) {
    if (event.kind === 'changes') tellChanges(told, event)
    else if (event.kind === 'head') tellHead(told, event.head)
    else if (event.kind === 'rollback') tellRollback(told, event)
  }
  return told.chain.slice(1)
}

type Told = { readonly chain: BlockRef[]; open: string | null }
type Of<Kind> = Extract<FeedEvent, { kind: Kind }>

function tellChanges(told: Told, { head, changes, known }: Of<'changes'>): void {
  expect(head.id, 'changes follow their head').toBe(told.open)
  for (const change of changes) expect(change.block.id).toBe(told.open)
  if (known === 'proven') told.open = null
}

function tellHead(told: Told, { height, id, parent }: Of<'head'>['head']): void {
  expect(told.open, 'a block is told whole').toBeNull()
  expect(parent, 'heads are linked').toBe(told.chain.at(-1)?.id)
  told.chain.push({ height, id })
  told.open = id
}

function tellRollback(told: Told, { to, lost }: Of<'rollback'>): void {
  told.open = null
  const at = told.chain.findIndex(({ id }) => id === to.id)
  expect(at, 'a rollback leads to a block that was told').toBeGreaterThanOrEqual(0)
  expect(lost, 'a rollback names what it takes back').toEqual(told.chain.splice(at + 1))
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
