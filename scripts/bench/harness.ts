import { performance } from 'node:perf_hooks'

/** What is measured: one call is one unit of work. An asynchronous one is waited for. */
export type Work = () => unknown

/** Times of one piece of work, in microseconds a call; `n` calls were measured. */
export type Times = {
  readonly p50: number
  readonly p99: number
  readonly p999: number
  readonly n: number
}

/** A benchmark: ours, and beside it in the same run the best known other way, if there is one. */
export type Bench = {
  readonly name: string
  readonly work: Work
  readonly peer?: { readonly name: string; readonly work: Work }
}

/** One entry of the result file. Times in microseconds; `ratio` is the peer's p50 over ours. */
export type Result = Times & {
  readonly name: string
  readonly unit: 'us'
  readonly peer?: { readonly name: string; readonly p50: number; readonly p99: number }
  readonly ratio?: number
}

/** How long to measure: batches to time, and how long one lasts at least and warming up takes. */
export type Effort = {
  readonly batches: number
  readonly batchMs: number
  readonly warmMs: number
}

/** The usual effort: a batch is 500 times the resolution that the timer has at worst. */
export const EFFORT: Effort = { batches: 2000, batchMs: 0.5, warmMs: 500 }

const ROUNDS = 4

/**
 * Measures a benchmark and its peer by turns, so that neither has the better moment.
 *
 * A sample is the mean of a batch: a tail of calls shorter than a batch is that of batches.
 */
export async function measure(bench: Bench, effort: Effort = EFFORT): Promise<Result> {
  const ours = await prepared(bench.work, effort)
  const theirs = bench.peer === undefined ? null : await prepared(bench.peer.work, effort)
  for (let round = 0; round < ROUNDS; round += 1) {
    await sample(ours, effort.batches / ROUNDS)
    if (theirs !== null) await sample(theirs, effort.batches / ROUNDS)
  }
  const times = timesOf(ours)
  const base = { name: bench.name, unit: 'us', ...times } as const
  if (bench.peer === undefined || theirs === null) return base
  const { p50, p99 } = timesOf(theirs)
  return { ...base, peer: { name: bench.peer.name, p50, p99 }, ratio: p50 / times.p50 }
}

type Subject = {
  readonly work: Work
  readonly waits: boolean
  readonly calls: number
  readonly samples: number[]
}

/** Warms the work up and finds how many calls fill a batch. */
async function prepared(work: Work, { batchMs, warmMs }: Effort): Promise<Subject> {
  const waits = work() instanceof Promise
  const until = performance.now() + warmMs
  let calls = 1
  let took = 0
  while (performance.now() < until || took < batchMs) {
    took = await batch({ work, waits, calls })
    if (took < batchMs) calls *= 2
  }
  return { work, waits, calls, samples: [] }
}

async function sample(subject: Subject, batches: number): Promise<void> {
  for (let i = 0; i < batches; i += 1) {
    subject.samples.push((await batch(subject)) / subject.calls)
  }
}

/** Milliseconds that `calls` calls take. */
async function batch({ work, waits, calls }: Omit<Subject, 'samples'>): Promise<number> {
  const start = performance.now()
  if (waits) for (let i = 0; i < calls; i += 1) await work()
  else for (let i = 0; i < calls; i += 1) work()
  return performance.now() - start
}

function timesOf({ samples, calls }: Subject): Times {
  const sorted = samples.toSorted((a, b) => a - b)
  const at = (part: number) =>
    1000 * (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN)
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999), n: samples.length * calls }
}
