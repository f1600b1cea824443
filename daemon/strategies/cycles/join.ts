import { type Halves, KIND, KINDS, rateOfHalf } from './halves.ts'
import { listed } from './lists.ts'

/** A cycle as its edges in order, the first out of the base. */
export type EdgePath = readonly number[]

/** What one round of looking gave. */
export type Joined = {
  /** Cycles through a touched pool whose marginal rate after fees is above 1. */
  readonly paths: readonly EdgePath[]
  /** Halves priced anew, and meetings looked at. */
  readonly halves: number
  readonly meetings: number
  /** True where `maxPaths` cut the round short: there are more cycles that pay. */
  readonly truncated: boolean
}

/** Prices anew what the touched pools change, and joins the halves that pay. */
export type Join = (touched: readonly number[]) => Joined

/**
 * A join over halves.
 *
 * A cycle's rate is the product of its halves' rates, so a meeting holds one that pays only if its
 * best way out times its best way back is above 1: no pair is looked at before that. Only cycles with a
 * half that the touched pools changed are given; `maxPaths` bounds a round.
 */
export function joinOf(halves: Halves, maxPaths: number): Join {
  const round: Round = {
    number: 0,
    halves,
    maxPaths,
    priced: new Uint32Array(halves.count),
    visited: new Uint32Array((halves.start.length - 1) / KINDS),
    due: [],
    count: 0,
    truncated: false,
  }
  return (touched) => {
    round.number++
    round.count = 0
    round.truncated = false
    round.due.length = 0
    for (const pool of touched) repricePool(round, pool)
    const paths: EdgePath[] = []
    for (const meeting of round.due) meet(round, meeting, paths)
    const { count, due, truncated } = round
    return { paths, halves: count, meetings: due.length, truncated }
  }
}

type Round = {
  number: number
  readonly halves: Halves
  readonly maxPaths: number
  /** Round in which a half was priced last, and in which a meeting came up last. */
  readonly priced: Uint32Array
  readonly visited: Uint32Array
  /** Meetings to look at. */
  readonly due: number[]
  count: number
  truncated: boolean
}

function repricePool(round: Round, pool: number): void {
  const { start } = round.halves.edges
  const end = start[pool + 1] as number
  for (let edge = start[pool] as number; edge < end; edge++)
    for (const half of listed(round.halves.byEdge, edge)) reprice(round, half)
}

function reprice(round: Round, half: number): void {
  const { number, halves, priced, visited } = round
  if (priced[half] === number) return
  priced[half] = number
  round.count++
  const first = halves.first[half] as number
  halves.rate[half] = rateOfHalf(halves.edges, first, halves.second[half] as number)
  const meeting = halves.meeting[half] as number
  if (visited[meeting] === number) return
  visited[meeting] = number
  round.due.push(meeting)
}

/** Joins at one meeting: 1 + 1, 2 + 1 and 2 + 2 edges. */
function meet(round: Round, meeting: number, paths: EdgePath[]): void {
  const at = meeting * KINDS
  const best = [0, 0, 0, 0]
  for (let kind = 0; kind < KINDS; kind++) best[kind] = bestOf(round.halves, at + kind)
  const [out1 = 0, out2 = 0, back1 = 0, back2 = 0] = best
  if (out1 * back1 > 1) pair(round, at + KIND.out1, at + KIND.back1, out1, back1, paths)
  if (out2 * back1 > 1) pair(round, at + KIND.out2, at + KIND.back1, out2, back1, paths)
  if (out2 * back2 > 1) pair(round, at + KIND.out2, at + KIND.back2, out2, back2, paths)
}

function bestOf({ start, rate }: Halves, slot: number): number {
  let best = 0
  const end = start[slot + 1] as number
  for (let h = start[slot] as number; h < end; h++) {
    const one = rate[h] as number
    if (one > best) best = one
  }
  return best
}

/** Every pair that pays; halves too poor for even the best partner are passed over first. */
function pair(
  round: Round,
  outSlot: number,
  backSlot: number,
  bestOut: number,
  bestBack: number,
  paths: EdgePath[],
): void {
  const outs = above(round.halves, outSlot, 1 / bestBack)
  const backs = above(round.halves, backSlot, 1 / bestOut)
  for (const out of outs) {
    for (const back of backs) {
      if (!pays(round, out, back)) continue
      if (paths.length >= round.maxPaths) {
        round.truncated = true
        return
      }
      paths.push(edgesOf(round.halves, out, back))
    }
  }
}

function above({ start, rate }: Halves, slot: number, least: number): number[] {
  const found: number[] = []
  const end = start[slot + 1] as number
  for (let h = start[slot] as number; h < end; h++) if ((rate[h] as number) > least) found.push(h)
  return found
}

function pays({ number, priced, halves }: Round, out: number, back: number): boolean {
  if (priced[out] !== number && priced[back] !== number) return false
  if ((halves.rate[out] as number) * (halves.rate[back] as number) <= 1) return false
  return areApart(halves, out, back)
}

/** Whether two halves share no pool, and no token but the base and the one they meet in. */
function areApart({ edges, first, second }: Halves, out: number, back: number): boolean {
  const a = first[out] as number
  const b = second[out] as number
  const c = first[back] as number
  const d = second[back] as number
  const { pool, to, from } = edges
  if (pool[a] === pool[c] || (b >= 0 && pool[b] === pool[c])) return false
  if (d < 0) return true
  if (pool[a] === pool[d] || (b >= 0 && pool[b] === pool[d])) return false
  return b < 0 || to[a] !== from[d]
}

function edgesOf({ first, second }: Halves, out: number, back: number): EdgePath {
  return [first[out], second[out], first[back], second[back]].filter(
    (edge): edge is number => edge !== undefined && edge >= 0,
  )
}
