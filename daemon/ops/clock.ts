import type { Clock } from '../kernel/ports.ts'
import { micros } from '../kernel/units.ts'

/** The machine's clocks; the monotonic one is the same in all threads. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => micros(Number(process.hrtime.bigint()) / 1000),
}
