/** The last values of a series, for its quantiles. */
export type Series = {
  readonly add: (value: number) => void
  /** Values at these shares (0.5 is the median), by nearest rank; null before the first value. */
  readonly at: (shares: readonly number[]) => readonly number[] | null
  readonly count: () => number
}

/** A series that remembers its last `capacity` values. */
export function seriesOf(capacity = 10_000): Series {
  const ring = new Float64Array(capacity)
  let added = 0
  return {
    add(value) {
      ring[added++ % capacity] = value
    },
    at(shares) {
      if (added === 0) return null
      const sorted = ring.slice(0, Math.min(added, capacity)).sort()
      return shares.map((share) => {
        const place = Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)
        return sorted[Math.max(0, place)] as number
      })
    },
    count: () => added,
  }
}
