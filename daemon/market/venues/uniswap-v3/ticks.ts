import { MAX_TICK, MIN_TICK } from './tick-math.ts'

/**
 * The initialised ticks of a pool, ascending.
 *
 * `net[i]` is liquidityNet at `index[i]`: added when the price rises over it. `gross[i]` is
 * liquidityGross, of which null means unknown (a snapshot without it): then a tick whose net
 * becomes 0 counts as cleared, which can move an amount by one unit where positions cancel out.
 */
export type Ticks = {
  readonly index: Int32Array
  readonly net: readonly bigint[]
  readonly gross: readonly bigint[] | null
}

/** A tick as recorded: index, liquidityNet, and liquidityGross where known. */
export type TickEntry = readonly [index: number, net: bigint, gross?: bigint]

/** The ticks of a pool without positions. */
export const noTicks: Ticks = { index: new Int32Array(0), net: [], gross: [] }

/** Ticks out of entries in any order; gross is kept when every entry has it. */
export function ticksOf(entries: readonly TickEntry[]): Ticks {
  const sorted = entries.toSorted((a, b) => a[0] - b[0])
  const gross: bigint[] = []
  for (const entry of sorted) if (entry[2] !== undefined) gross.push(entry[2])
  return {
    index: Int32Array.from(sorted, (entry) => entry[0]),
    net: sorted.map((entry) => entry[1]),
    gross: gross.length === sorted.length ? gross : null,
  }
}

/** Place of the highest tick at or under `tick`, -1 when there is none. */
export function placeAtOrUnder(index: Int32Array, tick: number): number {
  let low = 0
  let high = index.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((index[middle] as number) <= tick) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The ticks from `from` to `to`, both included: all that a swap between them can see. */
export function ticksBetween(ticks: Ticks, from: number, to: number): Ticks {
  const first = placeAtOrUnder(ticks.index, from - 1) + 1
  const end = placeAtOrUnder(ticks.index, to) + 1
  return {
    index: ticks.index.slice(first, end),
    net: ticks.net.slice(first, end),
    gross: ticks.gross?.slice(first, end) ?? null,
  }
}

/**
 * The ticks after a Mint (`delta` above 0) or a Burn (below 0) between `lower` and `upper`.
 *
 * Never changes its input; a tick whose gross becomes 0 goes. A poke (0) returns `ticks` itself.
 * Null when the event contradicts the ticks: a range the contract refuses, or more burnt than
 * there was.
 */
export function withLiquidity(
  ticks: Ticks,
  lower: number,
  upper: number,
  delta: bigint,
  spacing: number,
): Ticks | null {
  if (lower >= upper || lower < MIN_TICK || upper > MAX_TICK) return null
  if (lower % spacing !== 0 || upper % spacing !== 0) return null
  if (delta === 0n) return ticks
  const below = shifted(ticks, lower, delta, delta)
  return below === null ? null : shifted(below, upper, delta, -delta)
}

/** One end of a position: gross by `delta`, net by `netDelta`; null when they contradict. */
function shifted(ticks: Ticks, tick: number, delta: bigint, netDelta: bigint): Ticks | null {
  const at = placeAtOrUnder(ticks.index, tick)
  const known = ticks.index[at] === tick
  const net = (known ? (ticks.net[at] as bigint) : 0n) + netDelta
  const was = known ? ticks.gross?.[at] : 0n
  const gross = ticks.gross === null ? null : (was ?? 0n) + delta
  if (!plausible(net, gross)) return null
  const from = known ? at : at + 1
  const dropped = known ? 1 : 0
  if ((gross ?? net) === 0n) return spliced(ticks, from, dropped, null)
  return spliced(ticks, from, dropped, { tick, net, gross })
}

/** Gross bounds net on both sides, in the contract and here. */
const plausible = (net: bigint, gross: bigint | null): boolean =>
  gross === null || (gross >= net && gross >= -net)

type Entry = { readonly tick: number; readonly net: bigint; readonly gross: bigint | null }

/** New ticks, with `dropped` entries at `from` replaced by `entry`, or by nothing. */
function spliced(ticks: Ticks, from: number, dropped: number, entry: Entry | null): Ticks {
  const added = entry === null ? 0 : 1
  const index = new Int32Array(ticks.index.length - dropped + added)
  index.set(ticks.index.subarray(0, from))
  index.set(ticks.index.subarray(from + dropped), from + added)
  if (entry === null) {
    return {
      index,
      net: ticks.net.toSpliced(from, dropped),
      gross: ticks.gross?.toSpliced(from, dropped) ?? null,
    }
  }
  index[from] = entry.tick
  return {
    index,
    net: ticks.net.toSpliced(from, dropped, entry.net),
    gross: ticks.gross?.toSpliced(from, dropped, entry.gross ?? 0n) ?? null,
  }
}
