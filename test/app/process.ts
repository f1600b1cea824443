import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startDevnet } from '../../daemon/app/devnet/chain.ts'
import { writeKeys } from '../../daemon/app/devnet/keys.ts'
import { linkTo } from '../../daemon/app/devnet/link.ts'
import type { PipelineStatus, Status } from '../../daemon/app/status.ts'
import { environment } from '../../daemon/config/env.ts'
import { askDaemon } from '../../daemon/ops/admin.ts'

const main = resolve(import.meta.dirname, '../../daemon/app/main.ts')
const repository = resolve(import.meta.dirname, '../..')

/** How a command ended. */
export type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

/** Runs the program to its end. */
export async function mevd(args: readonly string[], input?: string): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...args], { cwd: repository })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk
  })
  child.stdin.end(input)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err }
}

/** A folder with a devnet that has its world, keys, and a copy of pipeline and rules that can be edited. */
export type Home = {
  readonly path: string
  readonly pipeline: string
  readonly edit: (change: (text: string) => string) => void
  readonly remove: () => void
}

/** Makes a home; its chain is at rest until a daemon starts it. */
export async function makeHome(): Promise<Home> {
  const path = mkdtempSync(join(tmpdir(), 'mevd-test-'))
  const chain = await startDevnet({
    directory: join(path, 'devnet'),
    blockMs: null,
    connect: linkTo,
  })
  await chain.stop()
  writeKeys(join(path, 'keys'))
  for (const folder of ['pipelines', 'rules']) mkdirSync(join(path, folder))
  const pipeline = join(path, 'pipelines', 'devnet.yaml')
  const copy = (from: string, to: string): void =>
    writeFileSync(to, readFileSync(join(repository, from), 'utf8'))
  copy('pipelines/devnet.yaml', pipeline)
  copy('rules/sizing.json', join(path, 'rules', 'sizing.json'))
  return {
    path,
    pipeline,
    edit: (change) => writeFileSync(pipeline, change(readFileSync(pipeline, 'utf8'))),
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

/** A daemon as a process of its own. */
export type Running = {
  readonly child: ChildProcess
  readonly log: () => string
  readonly status: () => Promise<Status>
  readonly devnet: () => Promise<PipelineStatus>
  /** Waits until the status is as wanted; throws with the log after twenty seconds. */
  readonly until: (wanted: (devnet: PipelineStatus) => boolean) => Promise<PipelineStatus>
  /** Sends a signal and waits for the end; gives the exit code, null where the signal killed it. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>
}

/** Starts a daemon on a home. */
export function startProcess(home: Home): Running {
  const child = spawn(process.execPath, [main, 'run', home.pipeline, '--state', home.path], {
    cwd: repository,
    env: environment({ CREDENTIALS_DIRECTORY: join(home.path, 'keys') }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let log = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    log += chunk
  })
  const exit = once(child, 'exit') as Promise<[number | null]>
  const status = (): Promise<Status> =>
    askDaemon<Status>(join(home.path, 'mevd.sock'), 'GET', '/status')
  const devnet = async (): Promise<PipelineStatus> =>
    (await status()).pipelines[0] as PipelineStatus
  return {
    child,
    log: () => log,
    status,
    devnet,
    async until(wanted) {
      for (let i = 0; i < 200; i++) {
        const seen = await devnet().catch(() => null)
        if (seen && wanted(seen)) return seen
        await sleep(100)
      }
      throw new Error(`the daemon did not get there:\n${log.slice(-3000)}`)
    },
    async end(signal) {
      child.kill(signal)
      const [code] = await exit
      return code
    },
  }
}
