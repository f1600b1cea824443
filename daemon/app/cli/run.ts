import { Command, Option } from 'commander'
import { messageOf } from '../../kernel/errors.ts'
import { systemClock } from '../../ops/clock.ts'
import { type LogLevel, openLog } from '../../ops/log.ts'
import { openMeter } from '../../ops/meter.ts'
import { type Daemon, startDaemon } from '../daemon.ts'
import { stateOf, stateOption } from './state.ts'

/** `mevd run`: the daemon. */
export const runCommand = (): Command =>
  new Command('run')
    .description('Runs the daemon in the foreground until SIGTERM or Ctrl-C.')
    .argument('[paths...]', 'pipeline files or folders', ['pipelines'])
    .addOption(stateOption())
    .addOption(
      new Option('--log-level <level>', 'how much is said on standard error, as JSON lines')
        .choices(['debug', 'info', 'warn', 'error', 'silent'])
        .default('info'),
    )
    .addHelpText(
      'after',
      `
SIGHUP (systemctl reload) reads all files again: a bad one is named in the log, and the running
configuration stays. SIGTERM stops sending, settles what is under way, and closes the books.

Keys are files in $CREDENTIALS_DIRECTORY, named by the pipeline's execution.signers; systemd's
LoadCredential= makes that directory. A pipeline in mode shadow does everything but send.`,
    )
    .action((paths: string[], options: RunOptions) => run(paths, options))

type RunOptions = { readonly state?: string; readonly logLevel: LogLevel }

async function run(paths: readonly string[], options: RunOptions): Promise<void> {
  const stop = new AbortController()
  const log = openLog(options.logLevel, 'main')
  const { meter, snapshot } = openMeter()
  const ctx = { log, meter, clock: systemClock, signal: stop.signal }
  const signals = listen()
  const daemon = await startDaemon(ctx, {
    paths,
    state: stateOf(options),
    logLevel: options.logLevel,
    snapshot,
  })
  signals.onReload(() => void daemon.reload())
  const why = await signals.ended
  log.info('stopping', { why })
  await end(daemon, log)
  stop.abort()
}

async function end(daemon: Daemon, log: ReturnType<typeof openLog>): Promise<void> {
  try {
    await daemon.stop()
  } catch (error) {
    log.error('stopped in disorder', { why: messageOf(error) })
    process.exitCode = 70
  }
}

/** Listens from the first moment: a reload that is asked for during the start is done after it. */
function listen() {
  let wanted = false
  let reload = (): void => {
    wanted = true
  }
  process.on('SIGHUP', () => reload())
  const ended = new Promise<string>((resolve) => {
    process.once('SIGTERM', () => resolve('SIGTERM'))
    process.once('SIGINT', () => resolve('SIGINT'))
    if (process.channel) process.once('disconnect', () => resolve('the parent process ended'))
  })
  return {
    ended,
    onReload(work: () => void) {
      reload = work
      if (wanted) work()
    },
  }
}
