import type { Change } from '../types.ts'

/** One block between its head and the proof that all of its logs are in. Owned by whoever tells it. */
export type OpenBlock = {
  /** Logs that have been told, in their order on the chain. */
  readonly told: Change[]
  /** Pushed logs that came after one that they precede: they wait for the proof. */
  readonly late: Change[]
}

/** What the proof of a block calls for. */
export type Settled =
  /** What was told is the beginning of what is true: `rest` is missing. */
  | { readonly kind: 'complete'; readonly rest: readonly Change[]; readonly missed: number }
  /** What was told is wrong or out of order: the block must be undone and told anew. */
  | { readonly kind: 'redo'; readonly all: readonly Change[]; readonly fault: Fault }

/** What was wrong with the logs that were pushed. */
export type Fault = 'DISORDER' | 'CONTRADICTION'

/** A block of which nothing has been told. */
export const openBlock = (): OpenBlock => ({ told: [], late: [] })

/**
 * Takes one pushed log into the block.
 *
 * @returns whether it can be told now: one that is known already cannot, nor one that belongs before a
 * log that has been told.
 */
export function push({ told, late }: OpenBlock, change: Change): boolean {
  const last = told.at(-1)
  if (last === undefined || last.logIndex < change.logIndex) {
    told.push(change)
    return true
  }
  if (![...told, ...late].some((each) => isSame(each, change))) late.push(change)
  return false
}

/** Holds what was told of a block against all of its logs, read by the block's hash. */
export function settle(block: OpenBlock, all: readonly Change[]): Settled {
  const agrees = block.told.every((change, i) => isSame(change, all[i]))
  const heard = block.told.length + block.late.length
  if (agrees) {
    const rest = all.slice(block.told.length)
    return { kind: 'complete', rest, missed: Math.max(0, all.length - heard) }
  }
  const known = block.told.every((change) => all.some((each) => isSame(each, change)))
  return { kind: 'redo', all, fault: known ? 'DISORDER' : 'CONTRADICTION' }
}

const isSame = (a: Change, b: Change | undefined): boolean =>
  b !== undefined &&
  a.logIndex === b.logIndex &&
  a.transactionHash === b.transactionHash &&
  a.address === b.address &&
  a.data === b.data &&
  a.topics.length === b.topics.length &&
  a.topics.every((topic, i) => topic === b.topics[i])
