import { schedule } from 'node-cron'
import { messageOf } from '../kernel/errors.ts'
import type { Log } from '../kernel/ports.ts'

/** Something done at times that a cron expression names, in UTC. */
export type Scheduled = {
  readonly name: string
  readonly cron: string
  readonly work: () => Promise<void>
}

/**
 * Does each thing at its times; a run that is still under way is not begun twice.
 *
 * @returns ends the schedule.
 */
export function startSchedule(log: Log, all: readonly Scheduled[]): () => void {
  const tasks = all.map(({ name, cron, work }) =>
    schedule(
      cron,
      async () => {
        try {
          await work()
        } catch (error) {
          log.error('scheduled work failed', { name, why: messageOf(error) })
        }
      },
      { name, timezone: 'Etc/UTC', noOverlap: true },
    ),
  )
  return () => {
    for (const task of tasks) void task.destroy()
  }
}
