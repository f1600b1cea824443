import type { Scored } from './types.ts'

/** Opportunities of one block, told apart. */
export type Resolved = {
  /** No two of these share a pool; the best net first. */
  readonly apart: readonly Scored[]
  /** These share a pool with a better one. */
  readonly overlapping: readonly Scored[]
}

/**
 * Picks opportunities that do not share a pool, greedily by net profit.
 *
 * The price of one that shares a pool with another holds only until the other is executed.
 */
export function resolveOverlaps(scored: readonly Scored[]): Resolved {
  const used = new Set<string>()
  const apart: Scored[] = []
  const overlapping: Scored[] = []
  for (const each of scored.toSorted((a, b) => Number(b.net - a.net))) {
    const pools = each.opportunity.hops.map((hop) => hop.pool)
    if (pools.some((pool) => used.has(pool))) overlapping.push(each)
    else {
      for (const pool of pools) used.add(pool)
      apart.push(each)
    }
  }
  return { apart, overlapping }
}
