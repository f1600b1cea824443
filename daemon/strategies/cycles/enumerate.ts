import type { PoolTable } from '../../market/pools/table.ts'

/** Which cycles to hold. */
export type CycleOptions = {
  /** Places of the base tokens in the table, the dearest first: a cycle starts at the first it meets. */
  readonly bases: readonly number[]
  /** Most pools in a cycle: 2 to 4. */
  readonly maxHops: number
  /** Most cycles to hold; what lies beyond is left out and counted. */
  readonly maxCycles: number
}

/**
 * All simple cycles through the base tokens, found once and indexed by pool.
 *
 * Cycle `c` is the hops `hops[c * width …]`, each `pool * 2 + (1 if token0 goes in)`, then -1s.
 * `byPool[start[p] … start[p + 1]]` are the cycles through pool `p`.
 */
export type Cycles = {
  readonly count: number
  readonly width: number
  readonly hops: Int32Array
  readonly start: Int32Array
  readonly byPool: Int32Array
  /** True when `maxCycles` cut the enumeration short. */
  readonly truncated: boolean
}

type Edge = { readonly pool: number; readonly hop: number; readonly to: number }

/**
 * Enumerates the cycles of 2 to `maxHops` pools in which no token and no pool is visited twice.
 *
 * Both directions of a loop are cycles of their own. A loop through several bases starts at the first
 * of them in `bases`, so that it is held once.
 */
export function enumerateCycles(table: PoolTable, options: CycleOptions): Cycles {
  const width = options.maxHops
  const edges = edgesOf(table)
  const found: number[] = []
  const spent = new Set<number>()
  let whole = true
  for (const base of new Set(options.bases)) {
    const walk = { base, edges, width, spent, found, limit: options.maxCycles * width }
    whole = whole && extend(walk, base, [])
    spent.add(base)
  }
  const hops = Int32Array.from(found)
  const count = found.length / width
  return { count, width, hops, ...indexByPool(table.size, hops, width), truncated: !whole }
}

type Walk = {
  readonly base: number
  readonly edges: readonly (readonly Edge[])[]
  readonly width: number
  /** Bases whose cycles are held already. */
  readonly spent: ReadonlySet<number>
  readonly found: number[]
  readonly limit: number
}

/** Goes on from `token`, at the end of `path`; false once there is no room for another cycle. */
function extend(walk: Walk, token: number, path: readonly Edge[]): boolean {
  for (const edge of walk.edges[token] ?? []) {
    if (path.some((hop) => hop.pool === edge.pool || hop.to === edge.to)) continue
    const longer = [...path, edge]
    const room = edge.to === walk.base ? record(walk, longer) : goOn(walk, edge.to, longer)
    if (!room) return false
  }
  return true
}

const goOn = (walk: Walk, token: number, path: readonly Edge[]): boolean =>
  path.length >= walk.width || walk.spent.has(token) || extend(walk, token, path)

function record(walk: Walk, path: readonly Edge[]): boolean {
  if (path.length < 2) return true
  if (walk.found.length >= walk.limit) return false
  for (let i = 0; i < walk.width; i++) walk.found.push(path[i]?.hop ?? -1)
  return true
}

function edgesOf(table: PoolTable): readonly Edge[][] {
  const edges: Edge[][] = table.tokens.map(() => [])
  for (let pool = 0; pool < table.size; pool++) {
    const a = table.token0[pool] ?? 0
    const b = table.token1[pool] ?? 0
    edges[a]?.push({ pool, hop: pool * 2 + 1, to: b })
    edges[b]?.push({ pool, hop: pool * 2, to: a })
  }
  return edges
}

/** Counting sort of the hops by pool. */
function indexByPool(pools: number, hops: Int32Array, width: number) {
  const start = new Int32Array(pools + 1)
  for (const hop of hops) {
    const after = (hop >> 1) + 1
    if (hop >= 0) start[after] = (start[after] as number) + 1
  }
  for (let p = 0; p < pools; p++) start[p + 1] = (start[p + 1] as number) + (start[p] as number)
  const next = start.slice()
  const byPool = new Int32Array(start[pools] as number)
  for (let i = 0; i < hops.length; i++) {
    const hop = hops[i] as number
    if (hop < 0) continue
    const at = next[hop >> 1] as number
    byPool[at] = Math.floor(i / width)
    next[hop >> 1] = at + 1
  }
  return { start, byPool }
}

/** The hops of cycle `c` as pool and direction, in order. */
export function hopsOf(
  cycles: Cycles,
  c: number,
): readonly { pool: number; zeroForOne: boolean }[] {
  const path: { pool: number; zeroForOne: boolean }[] = []
  for (let i = c * cycles.width; i < (c + 1) * cycles.width; i++) {
    const hop = cycles.hops[i] ?? -1
    if (hop < 0) break
    path.push({ pool: hop >> 1, zeroForOne: (hop & 1) === 1 })
  }
  return path
}
