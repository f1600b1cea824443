import type { Recording } from '../../chains/feeds/recording.ts'
import { poolOfRecord } from '../../market/read/recorded.ts'
import type { Pool } from '../../market/types.ts'

/** The pools of a recording. */
export type RecordedPools = {
  readonly pools: readonly Pool[]
  /** Heights of the oldest and the newest state among them; 0 where there is none. */
  readonly oldest: number
  readonly start: number
  /** How many pools are left out, by type and reason. */
  readonly left: ReadonlyMap<string, number>
}

/** Reads the pool records of a recording; errs with `RECORDING_INVALID` and the line. */
export function recordedPools(path: string, recording: Recording): RecordedPools {
  const pools: Pool[] = []
  const left = new Map<string, number>()
  const heights: number[] = []
  for (const { line, pool: record } of recording.pools) {
    const found = poolOfRecord(path, line, record)
    if (found.kind === 'pool') {
      pools.push(found.pool)
      heights.push(found.block)
    } else {
      const what =
        found.kind === 'unknown' ? `${found.type} (not supported)` : `${found.type} (${found.why})`
      left.set(what, (left.get(what) ?? 0) + 1)
    }
  }
  const extreme = (pick: (a: number, b: number) => number): number =>
    heights.reduce((a, b) => pick(a, b), heights[0] ?? 0)
  return { pools, oldest: extreme(Math.min), start: extreme(Math.max), left }
}
