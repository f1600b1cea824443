import { merge as mergeAll } from 'rxjs'
import type { Operator } from './operator.ts'

/** Joins streams of one type, in the order in which they speak. */
export const merge: Operator = {
  inputs: ['opportunity'],
  many: true,
  output: 'opportunity',
  options: [],
  build: (_ctx, _options, inputs) => mergeAll(...inputs),
}
