import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { adminSocket } from '../daemon/app/daemon.ts'
import type { PipelineStatus, Status } from '../daemon/app/status.ts'
import type { Closing } from '../daemon/app/trade/account.ts'
import { environment } from '../daemon/config/env.ts'
import { MevdError } from '../daemon/kernel/errors.ts'
import { askDaemon } from '../daemon/ops/admin.ts'
import { adding, type Totals } from './demo-totals.ts'

/** The daemon of a demo: a process of its own that is started again when somebody kills it. */
export type DemoDaemon = {
  /** Socket of the node that the daemon runs. */
  readonly ipc: string
  readonly ready: (timeoutMs: number) => Promise<Totals>
  /** How it stands; what it said last while it does not answer. */
  readonly look: () => Promise<Totals>
  /** Ends all trading and closes the books; tries again where the daemon is killed meanwhile. */
  readonly drain: () => Promise<Totals>
  readonly stop: () => Promise<void>
}

const main = join(import.meta.dirname, '../daemon/app/main.ts')
const pipeline = join(import.meta.dirname, '../pipelines/devnet.yaml')
const AGAIN_MS = 300
const STOP_MS = 6000
const DRAIN_TRIES = 20

/** Starts the daemon with everything that it keeps in `home`. */
export function keepDaemon(home: string): DemoDaemon {
  const socket = adminSocket(home)
  const log = openSync(join(home, 'mevd.log'), 'a')
  const totals = adding()
  let stopping = false
  let child: ChildProcess

  const start = (): void => {
    child = spawn(process.execPath, [main, 'run', pipeline, '--state', home], {
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
      env: environment({ CREDENTIALS_DIRECTORY: join(home, 'keys') }),
    })
    child.once('exit', () => {
      if (!stopping) setTimeout(start, AGAIN_MS)
    })
  }
  start()

  const look = async (): Promise<Totals> => {
    const status = await askDaemon<Status>(socket, 'GET', '/status').catch(() => null)
    const [first] = status?.pipelines ?? []
    return status && first ? totals.take(status.run, first as PipelineStatus) : totals.last()
  }
  return {
    ipc: join(home, 'devnet', 'node.ipc'),
    look,
    async ready(timeoutMs) {
      const late = performance.now() + timeoutMs
      for (;;) {
        const seen = await look()
        if (seen.pools > 0) return seen
        if (performance.now() > late)
          throw new MevdError(
            'DAEMON_UNREACHABLE',
            `mevd did not start: see ${join(home, 'mevd.log')}`,
          )
        await sleep(50)
      }
    },
    async drain() {
      for (let i = 0; i < DRAIN_TRIES; i++) {
        const closings = await askDaemon<Record<string, Closing>>(socket, 'POST', '/drain').catch(
          () => null,
        )
        if (closings && Object.values(closings).every(({ kind }) => kind === 'closed'))
          return look()
        await sleep(AGAIN_MS)
      }
      throw new MevdError('BOOKS_DIFFER', 'the books could not be closed')
    },
    async stop() {
      stopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      await exit
      clearTimeout(late)
    },
  }
}
