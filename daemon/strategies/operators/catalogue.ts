import { findCycles } from './find-cycles.ts'
import { merge } from './merge.ts'
import type { Operator } from './operator.ts'
import { trackPools } from './track-pools.ts'

/** Every operator that a pipeline's graph may use, by its name in the file. */
export const operators: Readonly<Record<string, Operator>> = {
  'track-pools': trackPools,
  'find-cycles': findCycles,
  merge,
}
