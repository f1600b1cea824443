import {
  cutBack,
  extended,
  findBlock,
  type Lineage,
  lineageFrom,
  tipOf,
} from '../../chains/feeds/lineage.ts'
import type { Recording } from '../../chains/feeds/recording.ts'
import type { Change, Head } from '../../chains/types.ts'
import type { Clock } from '../../kernel/ports.ts'
import type { Hex } from '../../kernel/units.ts'
import { applyAll, foldEvent, type Market, openMarket } from '../../market/market.ts'
import { openPage } from '../../market/pools/undo.ts'
import type { MarketSignals } from '../../market/signals.ts'
import type { Pool, PoolState } from '../../market/types.ts'
import { type Search, searchOf } from '../../strategies/cycles/search.ts'
import type { Opportunity } from '../../strategies/types.ts'

/** When to look at the market: after each block, or after each transaction's logs. */
export type Step = 'block' | 'transaction'

/** What to replay, and what to look for. */
export type ReplayOptions = {
  readonly recording: Recording
  readonly pools: readonly Pool[]
  /** Block at whose end the pools are. */
  readonly start: number
  readonly bases: readonly Hex[]
  readonly maxHops: number
  readonly step: Step
}

/** One look: every cycle that pays in this state, the best first. */
export type Look = {
  readonly block: number
  readonly transactionIndex: number | null
  readonly transactionHash: Hex | null
  /** Pools whose state this step changed. */
  readonly changed: ReadonlySet<Hex>
  readonly opportunities: readonly Opportunity[]
  /** True where there were more than could be listed. */
  readonly truncated: boolean
  readonly applyUs: number
  readonly searchUs: number
}

type ReplayContext = { readonly clock: Clock; readonly signals: MarketSignals }

const DEPTH = 64
const MAX_HALVES = 20_000_000
const MAX_PATHS = 5_000_000

/**
 * Runs the market and the search over a recording; the first look is at the recorded pools as they are.
 *
 * Each look lists all cycles that pay, not only those through changed pools. Where a head does not
 * follow the one before it, the blocks above its parent are undone first.
 */
export function* replay(ctx: ReplayContext, options: ReplayOptions): Generator<Look> {
  const { recording } = options
  const market = openMarket(recording.header.network, options.pools, DEPTH)
  const bases = options.bases.flatMap((token) => market.table.tokenIds.get(token) ?? [])
  const search = searchOf(ctx, market, {
    bases,
    maxHops: options.maxHops,
    maxHalves: MAX_HALVES,
    maxPaths: MAX_PATHS,
  })
  const [first] = recording.heads
  yield look(ctx, market, search, startState(ctx, market, options, first))
  if (first === undefined) return
  let lineage = lineageFrom({ height: first.height - 1, id: first.parent }, DEPTH)
  for (const head of recording.heads) {
    if (findBlock(lineage, head.id)) continue
    lineage = follow(ctx, market, lineage, head)
    const changes = recording.logs.get(head.id) ?? []
    openPage(market.journal, head)
    for (const group of grouped(changes, options.step))
      yield look(ctx, market, search, apply(ctx, market, head, group, options.step), group.at(-1))
  }
}

/** Undoes what a head leaves behind, and adds it to the lineage. */
function follow(ctx: ReplayContext, market: Market, lineage: Lineage, head: Head): Lineage {
  const parent = findBlock(lineage, head.parent)
  if (parent === undefined || parent.id === tipOf(lineage).id) return extended(lineage, head)
  const [kept, lost] = cutBack(lineage, parent)
  foldEvent(ctx, market, { kind: 'rollback', to: parent, lost })
  return extended(kept, head)
}

const apply = (
  ctx: ReplayContext,
  market: Market,
  head: Head,
  group: readonly Change[],
  step: Step,
): PoolState =>
  applyAll(
    ctx,
    market,
    head,
    group,
    ctx.clock.monotonic(),
    step === 'block' ? null : (group[0]?.transactionIndex ?? null),
  )

function startState(
  ctx: ReplayContext,
  market: Market,
  options: ReplayOptions,
  first: Head | undefined,
): PoolState {
  const head: Head = {
    height: options.start,
    id: first?.parent ?? '0x',
    parent: '0x',
    time: 0,
    baseFee: null,
    gasUsed: 0n,
    gasLimit: 0n,
    silent: true,
    received: ctx.clock.monotonic(),
  }
  const now = ctx.clock.monotonic()
  return {
    network: market.network,
    head,
    touched: [],
    transactionIndex: null,
    stamps: { received: now, applied: now },
  }
}

function look(
  ctx: ReplayContext,
  market: Market,
  search: Search,
  state: PoolState,
  last?: Change,
): Look {
  const all = Array.from({ length: market.table.size }, (_, id) => id)
  const { opportunities, truncated } = search.look({ ...state, touched: all })
  const { received, applied } = state.stamps
  return {
    block: state.head.height,
    transactionIndex: state.transactionIndex,
    transactionHash: state.transactionIndex === null ? null : (last?.transactionHash ?? null),
    changed: new Set(state.touched.map((id) => market.table.addresses[id] ?? '0x')),
    opportunities,
    truncated,
    applyUs: applied - received,
    searchUs: ctx.clock.monotonic() - applied,
  }
}

/** A block's logs as the steps see them: all of them at once, or transaction by transaction. */
function grouped(changes: readonly Change[], step: Step): readonly (readonly Change[])[] {
  if (step === 'block') return [changes]
  const groups = new Map<number, Change[]>()
  for (const change of changes) {
    const group = groups.get(change.transactionIndex) ?? []
    group.push(change)
    groups.set(change.transactionIndex, group)
  }
  return [...groups.entries()].sort(([a], [b]) => a - b).map(([, group]) => group)
}
