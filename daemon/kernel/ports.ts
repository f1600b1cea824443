import type { Micros } from './units.ts'

/** Facts of one log line: names end in their unit. */
type Facts = Readonly<Record<string, unknown>>

/** Says things out loud: message first, facts second. */
export type Log = {
  readonly debug: (message: string, facts?: Facts) => void
  readonly info: (message: string, facts?: Facts) => void
  readonly warn: (message: string, facts?: Facts) => void
  readonly error: (message: string, facts?: Facts) => void
}

/** Time, lent: wall-clock milliseconds since 1970, and a monotonic clock shared by all threads. */
export type Clock = { readonly now: () => number; readonly monotonic: () => Micros }

/** Label values of one sample, from closed sets. */
export type Labels = Readonly<Record<string, string>>

/** Makes metrics; the unit suffix is part of the type. */
export type Meter = {
  readonly counter: (
    name: `mevd_${string}_total`,
    help: string,
    labels?: readonly string[],
  ) => (labels?: Labels, by?: number) => void
  readonly gauge: (
    name: `mevd_${string}`,
    help: string,
    labels?: readonly string[],
  ) => (value: number, labels?: Labels) => void
  readonly histogram: (
    name: `mevd_${string}_seconds`,
    help: string,
    labels?: readonly string[],
  ) => (seconds: number, labels?: Labels) => void
}

/** What the world lends to a part. Ask for the part of it that you use. */
export type Context = {
  readonly log: Log
  readonly clock: Clock
  readonly meter: Meter
  readonly signal: AbortSignal
}
