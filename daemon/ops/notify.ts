import { createRequire } from 'node:module'
import { notifySocket } from '../config/env.ts'
import { messageOf } from '../kernel/errors.ts'
import type { Log } from '../kernel/ports.ts'

type SystemdNotify = (options: {
  readonly ready?: boolean
  readonly status?: string
  readonly pid?: number
}) => Promise<unknown>

/** Tells systemd that the daemon is ready, with a line for `systemctl status`; nothing without systemd. */
export async function notifyReady(log: Log, status: string): Promise<void> {
  if (notifySocket() === null) return
  const notify = createRequire(import.meta.url)('systemd-notify') as SystemdNotify
  try {
    await notify({ ready: true, status, pid: process.pid })
  } catch (error) {
    log.warn('systemd could not be told', { why: messageOf(error) })
  }
}
