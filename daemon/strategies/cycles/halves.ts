import type { Edges } from '../../market/pools/edges.ts'
import { type Lists, listed, listsOf } from './lists.ts'

/** Kinds of half-paths: one or two edges, away from the base or back to it. */
export const KIND = { out1: 0, out2: 1, back1: 2, back2: 3 } as const

/** Number of kinds. */
export const KINDS = 4

/**
 * All paths of one and two edges from and to the base tokens: the halves of every cycle.
 *
 * A cycle through base B is a way out from B to a token U and a way back from U to B. A meeting is
 * such a (B, U); halves that meet in it stand together, ordered by kind: those of kind `k` at
 * meeting `m` are `start[m * 4 + k] … start[m * 4 + k + 1]`. Cycles of up to four pools are never
 * written out: ten thousand pools have some hundred thousand halves, and their cycles can be billions.
 */
export type Halves = {
  readonly count: number
  readonly edges: Edges
  /** First edge, and second or -1. */
  readonly first: Int32Array
  readonly second: Int32Array
  /** Product of the edges' rates. */
  readonly rate: Float64Array
  readonly meeting: Int32Array
  readonly start: Int32Array
  /** Halves by edge. */
  readonly byEdge: Lists
  /** Cycles that can be joined, at most: pairs that share a pool or a token are among them. */
  readonly cycles: number
  /** True where `maxHalves` cut the list short. */
  readonly truncated: boolean
}

/** Which halves to hold. */
export type HalvesOptions = {
  /** Tokens in the table. */
  readonly tokens: number
  /** Places of the base tokens, the dearest first: a cycle through several starts at the first. */
  readonly bases: readonly number[]
  /** Most pools in a cycle: 2 to 4. */
  readonly maxHops: number
  /** Most halves to hold; what lies beyond is left out. */
  readonly maxHalves: number
}

type Draft = {
  readonly edges: Edges
  readonly byFrom: Lists
  readonly byTo: Lists
  readonly spent: Set<number>
  readonly first: number[]
  readonly second: number[]
  /** Meeting × 4 + kind. */
  readonly slot: number[]
  readonly limit: number
  truncated: boolean
}

/** Lists the halves of all cycles of 2 to `maxHops` pools through the base tokens. */
export function halvesOf(edges: Edges, options: HalvesOptions): Halves {
  const { tokens } = options
  const draft: Draft = {
    edges,
    byFrom: listsOf(tokens, edges.count, (e) => edges.from[e] as number),
    byTo: listsOf(tokens, edges.count, (e) => edges.to[e] as number),
    spent: new Set(),
    first: [],
    second: [],
    slot: [],
    limit: options.maxHalves,
    truncated: false,
  }
  const bases = [...new Set(options.bases)]
  bases.forEach((base, place) => {
    const meetings = place * tokens
    walk(draft, base, meetings, outOf(draft), options.maxHops)
    walk(draft, base, meetings, backTo(draft), options.maxHops)
    draft.spent.add(base)
  })
  return laidOut(draft, bases.length * tokens)
}

function add(draft: Draft, first: number, second: number, slot: number): void {
  if (draft.slot.length >= draft.limit) {
    draft.truncated = true
    return
  }
  draft.first.push(first)
  draft.second.push(second)
  draft.slot.push(slot)
}

/** A direction: away from the base along edges, or back to it against them. */
type Way = {
  /** Edges by the end that is nearer to the base, and the other end of each. */
  readonly near: Lists
  readonly far: Int32Array
  readonly one: number
  readonly two: number
  /** Least length of a cycle that has a half of two edges in this direction. */
  readonly least: number
}

const outOf = ({ byFrom, edges }: Draft): Way => ({
  ...{ near: byFrom, far: edges.to },
  ...{ one: KIND.out1, two: KIND.out2, least: 3 },
})

const backTo = ({ byTo, edges }: Draft): Way => ({
  ...{ near: byTo, far: edges.from },
  ...{ one: KIND.back1, two: KIND.back2, least: 4 },
})

function walk(draft: Draft, base: number, meetings: number, way: Way, maxHops: number): void {
  for (const e of listed(way.near, base)) {
    const t = way.far[e] as number
    if (draft.spent.has(t)) continue
    add(draft, e, -1, (meetings + t) * KINDS + way.one)
    if (maxHops >= way.least) goOn(draft, base, meetings, way, e)
  }
}

/** The halves of two edges whose edge at the base is `e`. */
function goOn(draft: Draft, base: number, meetings: number, way: Way, e: number): void {
  const { edges, spent } = draft
  for (const f of listed(way.near, way.far[e] as number)) {
    const u = way.far[f] as number
    if (u === base || spent.has(u) || edges.pool[e] === edges.pool[f]) continue
    const [first, second] = way.one === KIND.out1 ? [e, f] : [f, e]
    add(draft, first, second, (meetings + u) * KINDS + way.two)
  }
}

/** Sorts the halves by meeting and kind, and indexes them by edge. */
function laidOut(draft: Draft, meetings: number): Halves {
  const { edges, slot } = draft
  const order = listsOf(meetings * KINDS, slot.length, (h) => slot[h] as number)
  const first = order.items.map((h) => draft.first[h] as number)
  const second = order.items.map((h) => draft.second[h] as number)
  const meeting = order.items.map((h) => Math.floor((slot[h] as number) / KINDS))
  const count = slot.length
  const rate = new Float64Array(count)
  for (let h = 0; h < count; h++)
    rate[h] = rateOfHalf(edges, first[h] as number, second[h] as number)
  return {
    count,
    edges,
    first,
    second,
    rate,
    meeting,
    start: order.start,
    byEdge: byEdgeOf(edges.count, first, second),
    cycles: cyclesOf(order.start, meetings),
    truncated: draft.truncated,
  }
}

/** Product of the rates of one or two edges. */
export const rateOfHalf = (edges: Edges, first: number, second: number): number =>
  (edges.rate[first] as number) * (second < 0 ? 1 : (edges.rate[second] as number))

function byEdgeOf(edges: number, first: Int32Array, second: Int32Array): Lists {
  const count = first.length
  const both = listsOf(edges, count * 2, (i) =>
    i < count ? (first[i] as number) : (second[i - count] as number),
  )
  return { start: both.start, items: both.items.map((i) => (i < count ? i : i - count)) }
}

function cyclesOf(start: Int32Array, meetings: number): number {
  let cycles = 0
  for (let m = 0; m < meetings; m++) {
    const size = (kind: number): number =>
      (start[m * KINDS + kind + 1] as number) - (start[m * KINDS + kind] as number)
    cycles += size(KIND.out1) * size(KIND.back1)
    cycles += size(KIND.out2) * (size(KIND.back1) + size(KIND.back2))
  }
  return cycles
}
