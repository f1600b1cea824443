import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config/types.ts'
import { MevdError, messageOf } from '../kernel/errors.ts'
import { runId } from '../kernel/ids.ts'
import type { Context } from '../kernel/ports.ts'
import { booksOf } from '../ledger/books.ts'
import { readEntries } from '../ledger/store.ts'
import { startWriter, type Writer } from '../ledger/writer.ts'
import { serveAdmin } from '../ops/admin.ts'
import { lockState } from '../ops/lock.ts'
import type { LogLevel } from '../ops/log.ts'
import { exposition, type Metrics } from '../ops/meter.ts'
import { notifyReady } from '../ops/notify.ts'
import {
  NODE_PATIENCE_MS,
  type PipelineLoan,
  type RunningPipeline,
  startPipeline,
  startThread,
} from './pipeline.ts'
import { readConfig, reload } from './reload.ts'
import { startSchedule } from './schedule.ts'
import { pipelineStatus, type Status } from './status.ts'
import { type Closing, closeAccounts } from './trade/account.ts'

/** How a daemon is started: what the command line says. */
export type DaemonOptions = {
  readonly paths: readonly string[]
  readonly state: string
  readonly logLevel: LogLevel
  readonly snapshot: Metrics['snapshot']
}

/** A running daemon. */
export type Daemon = {
  readonly reload: () => Promise<Status['last_reload']>
  /** Stops sending, settles what is under way, closes the books; the daemon runs on. */
  readonly drain: (patienceMs: number) => Promise<Readonly<Record<string, Closing>>>
  /** Drains, then ends everything downstream first. */
  readonly stop: () => Promise<void>
}

/** Where a daemon with this state directory listens for `mevd status` and its like. */
export const adminSocket = (state: string): string => join(state, 'mevd.sock')

/** Time to settle what is under way when the daemon ends, and when it is only drained. */
const CLOSE_PATIENCE_MS = 2000
const DRAIN_PATIENCE_MS = 10_000
const RESTART_MS = 1000

/** Starts the daemon: configuration, books, then each pipeline upstream first. */
export async function startDaemon(ctx: Context, options: DaemonOptions): Promise<Daemon> {
  const { state, logLevel, paths } = options
  mkdirSync(state, { recursive: true, mode: 0o700 })
  let config = readConfig(paths)
  const unlock = lockState(state)
  const entries = readEntries(state)
  const writer = startWriter(state)
  const pipelines: RunningPipeline[] = []
  const began = ctx.clock.now()
  const run = runId()
  let lastReload: Status['last_reload'] = null
  let stopping = false

  const ended = (name: string, why: string): void => {
    if (!stopping) restartThread(ctx, pipelines, { state, logLevel, ended }, name, why)
  }
  const base = { state, logLevel, writer, ended }
  try {
    for (const pipeline of config.pipelines) {
      const books = booksOf(entries, pipeline.network)
      const loan: PipelineLoan = { ...base, books, ruleSets: config.ruleSets }
      pipelines.push(await startPipeline(ctx, pipeline, loan))
    }
  } catch (error) {
    await end(pipelines, writer)
    unlock()
    throw error
  }

  const status = (): Status => ({
    run,
    pid: process.pid,
    uptime_ms: ctx.clock.now() - began,
    generation: Math.max(...pipelines.map((each) => each.generation)),
    config_hash: config.hash,
    last_reload: lastReload,
    pipelines: pipelines.map((each) => pipelineStatus(ctx.clock, each)),
  })
  const daemon: Daemon = {
    async reload() {
      const [next, told] = await tryReload(ctx, paths, pipelines, base)
      config = next ?? config
      lastReload = told
      return told
    },
    drain: (patienceMs) => drain(ctx, pipelines, patienceMs),
    async stop() {
      if (stopping) return
      stopping = true
      endSchedule()
      await drain(ctx, pipelines, CLOSE_PATIENCE_MS)
      await closeAdmin()
      await end(pipelines, writer)
      unlock()
      ctx.log.info('stopped')
    },
  }
  const closeAdmin = await serveAdmin(adminSocket(state), {
    'GET /status': async () => status(),
    'GET /metrics': () => metricsOf(options, pipelines),
    'POST /reload': () => daemon.reload(),
    'POST /drain': () => daemon.drain(DRAIN_PATIENCE_MS),
  })
  const endSchedule = startSchedule(ctx.log, [
    { name: 'funnel', cron: '* * * * *', work: async () => sayFunnel(ctx, pipelines) },
  ])
  await notifyReady(ctx.log, `${pipelines.length} pipelines, generation 1`)
  ctx.log.info('ready', { pipelines: pipelines.map(({ config }) => config.name), state })
  return daemon
}

async function tryReload(
  ctx: Context,
  paths: readonly string[],
  pipelines: readonly RunningPipeline[],
  loan: Pick<PipelineLoan, 'state' | 'logLevel' | 'ended'>,
): Promise<[Config | null, NonNullable<Status['last_reload']>]> {
  try {
    const { config, changed } = await reload(ctx, paths, pipelines, loan)
    return [config, { ok: true, message: changed.length > 0 ? changed.join(', ') : 'no change' }]
  } catch (error) {
    const code = error instanceof MevdError ? error.code : 'BUG'
    ctx.log.error('reload refused: the running configuration stays', {
      code,
      why: messageOf(error),
    })
    return [null, { ok: false, message: messageOf(error) }]
  }
}

async function drain(
  ctx: Context,
  pipelines: readonly RunningPipeline[],
  patienceMs: number,
): Promise<Readonly<Record<string, Closing>>> {
  const closings = await Promise.all(
    pipelines.map(async ({ config, desk, runner }) => {
      desk.stopped = true
      const work = async (): Promise<Closing> => {
        await runner.finish()
        return closeAccounts(ctx, desk, config.markets.native, patienceMs)
      }
      const closing = await Promise.race([work(), late(desk.watch.pending(), patienceMs)])
      if (closing.kind === 'open')
        ctx.log.warn('left open: the next start settles it', {
          pending: closing.pending,
          why: closing.why,
        })
      else if (closing.differences.length > 0)
        ctx.log.error('the books differ from the chain', {
          differences: JSON.stringify(closing.differences, (_, v: unknown) =>
            typeof v === 'bigint' ? String(v) : v,
          ),
        })
      return [config.name, closing] as const
    }),
  )
  return Object.fromEntries(closings)
}

/** What is told where a node that hangs holds up everything. */
async function late(pending: number, patienceMs: number): Promise<Closing> {
  await sleep(patienceMs + 500, undefined, { ref: false })
  return { kind: 'open', pending, why: 'the node does not answer' }
}

async function end(pipelines: readonly RunningPipeline[], writer: Writer): Promise<void> {
  await Promise.all(pipelines.map(({ network }) => network.stop()))
  for (const { desk } of pipelines) desk.connection.close()
  await writer.close()
  await Promise.all(pipelines.map(({ node }) => node?.stop(NODE_PATIENCE_MS)))
}

/** Starts the thread of one network again, alone; nothing is sent there until it is ready. */
function restartThread(
  ctx: Context,
  pipelines: readonly RunningPipeline[],
  loan: Pick<PipelineLoan, 'state' | 'logLevel' | 'ended'>,
  name: string,
  why: string,
): void {
  const running = pipelines.find(({ config }) => config.name === name)
  if (running === undefined) return
  running.desk.synced = false
  ctx.log.error('network thread ended: starting it again', { name, why })
  setTimeout(() => {
    running.network = startThread(running, loan, running.config, running.generation)
  }, RESTART_MS)
}

async function metricsOf(
  options: Pick<DaemonOptions, 'snapshot'>,
  pipelines: readonly RunningPipeline[],
): Promise<string> {
  const threads = await Promise.all(pipelines.map(({ network }) => network.metrics()))
  return exposition([await options.snapshot(), ...threads])
}

function sayFunnel(ctx: Context, pipelines: readonly RunningPipeline[]): void {
  for (const { config, desk } of pipelines)
    ctx.log.info('funnel', { pipeline: config.name, ...desk.funnel.report().counts })
}
