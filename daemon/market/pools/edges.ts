/**
 * Every way through every pool: an edge is one pool passed from one token to another.
 *
 * Grown and written by the market's table alone; the places of pools and tokens are the table's. The
 * edges of pool `p` are `start[p] … start[p + 1]`, ordered by the token that goes in, then the one
 * that comes out.
 */
export type Edges = {
  count: number
  readonly start: number[]
  pool: Int32Array
  from: Int32Array
  to: Int32Array
  /** Places of the two tokens in the pool. */
  i: Uint8Array
  j: Uint8Array
  /** Output per unit of a vanishing input after the fee; 0 where nothing can be swapped. */
  rate: Float64Array
}

/** No edges, and room for some. */
export const emptyEdges = (capacity = 128): Edges => ({
  count: 0,
  start: [0],
  pool: new Int32Array(capacity),
  from: new Int32Array(capacity),
  to: new Int32Array(capacity),
  i: new Uint8Array(capacity),
  j: new Uint8Array(capacity),
  rate: new Float64Array(capacity),
})

/** Adds the edges between all tokens of the next pool, given by their places in the table. */
export function addEdges(edges: Edges, tokens: readonly number[]): void {
  const pool = edges.start.length - 1
  const wanted = edges.count + tokens.length * (tokens.length - 1)
  while (edges.pool.length < wanted) grow(edges)
  tokens.forEach((from, i) => {
    tokens.forEach((to, j) => {
      if (i === j) return
      const e = edges.count++
      edges.pool[e] = pool
      edges.from[e] = from
      edges.to[e] = to
      edges.i[e] = i
      edges.j[e] = j
    })
  })
  edges.start.push(edges.count)
}

/** Sets the rates of one pool's edges; places of its tokens in, a rate out. */
export function setRates(
  edges: Edges,
  pool: number,
  rateOf: (i: number, j: number) => number,
): void {
  const end = edges.start[pool + 1] as number
  for (let e = edges.start[pool] as number; e < end; e++)
    edges.rate[e] = rateOf(edges.i[e] as number, edges.j[e] as number)
}

function grow(edges: Edges): void {
  edges.pool = wider(edges.pool, Int32Array)
  edges.from = wider(edges.from, Int32Array)
  edges.to = wider(edges.to, Int32Array)
  edges.i = wider(edges.i, Uint8Array)
  edges.j = wider(edges.j, Uint8Array)
  edges.rate = wider(edges.rate, Float64Array)
}

/** The same numbers at the beginning of an array twice as long. */
export function wider<T extends { readonly length: number; set: (from: T) => void }>(
  from: T,
  Kind: new (length: number) => T,
  factor = 2,
): T {
  const to = new Kind(from.length * factor)
  to.set(from)
  return to
}
