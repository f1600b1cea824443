import type { Clock, Log, Meter } from '../daemon/kernel/ports.ts'
import { micros } from '../daemon/kernel/units.ts'

/** One line that was logged. */
export type Line = {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly message: string
  readonly facts: Readonly<Record<string, unknown>>
}

/** A log that keeps its lines. */
export function keptLog(): { readonly log: Log; readonly lines: Line[] } {
  const lines: Line[] = []
  const keep =
    (level: Line['level']) =>
    (message: string, facts: Line['facts'] = {}): void => {
      lines.push({ level, message, facts })
    }
  const log = { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') }
  return { log, lines }
}

/** A log that nobody reads. */
export const deafLog: Log = keptLog().log

/** A meter that adds up its counters. */
export function keptMeter(): { readonly meter: Meter; readonly counts: Map<string, number> } {
  const counts = new Map<string, number>()
  const meter: Meter = {
    counter:
      (name) =>
      (_labels, by = 1) => {
        counts.set(name, (counts.get(name) ?? 0) + by)
      },
    gauge: () => () => undefined,
    histogram: () => () => undefined,
  }
  return { meter, counts }
}

/** A clock whose monotonic side counts up by one at each look. */
export function countingClock(): Clock {
  let looks = 0
  return { now: () => 1_700_000_000_000, monotonic: () => micros(++looks) }
}

/** What parts borrow, of which nothing is heard. */
export const deaf = () => ({ log: deafLog, meter: keptMeter().meter, clock: countingClock() })
