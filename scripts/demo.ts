import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Command, CommanderError } from 'commander'
import { wholeNumber } from '../daemon/app/cli/numbers.ts'
import { startDevnet } from '../daemon/app/devnet/chain.ts'
import { startTraffic } from '../daemon/app/devnet/drive.ts'
import { writeKeys } from '../daemon/app/devnet/keys.ts'
import { linkTo } from '../daemon/app/devnet/link.ts'
import { messageOf } from '../daemon/kernel/errors.ts'
import { type Balances, readBalances } from './demo-balances.ts'
import { type DemoDaemon, keepDaemon } from './demo-daemon.ts'
import { liveLine } from './demo-live.ts'
import { type DemoRun, differencesOf, report, summaryOf } from './demo-report.ts'

type Flags = {
  readonly seconds?: number
  readonly seed: number
  readonly summary?: string
  readonly dir?: string
}

const READY_MS = 30_000
const LOOK_MS = 500

const demo = new Command('scripts/demo')
  .description('Starts a local chain, runs mevd on it until Ctrl-C, and shows it earning.')
  .option('--seconds <number>', 'end by itself after so long', wholeNumber)
  .option('--seed <number>', 'makes the traffic repeatable', wholeNumber, 1)
  .option('--summary <file>', 'write what came of it as JSON')
  .option('--dir <folder>', 'keep chain, books and logs there (default: a folder that is removed)')
  .addHelpText(
    'after',
    '\nExits with 1 if the books and the chain differ by one unit, or if nothing was earned.',
  )
  .exitOverride()

/** Runs until the time is up or a signal comes, and says what came of it. */
async function run(flags: Flags): Promise<number> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())
  const home = flags.dir ? resolve(flags.dir) : mkdtempSync(join(tmpdir(), 'mevd-demo-'))
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const opening = await makeWorld(home)
  const daemon = keepDaemon(home)
  const result = await drive(daemon, opening, flags, stop.signal).finally(() => daemon.stop())
  process.stdout.write(report(result, process.stdout.isTTY === true))
  if (flags.summary) writeFileSync(flags.summary, `${JSON.stringify(summaryOf(result), null, 2)}\n`)
  const good = differencesOf(result).length === 0 && result.realisedWei > 0n
  if (flags.dir) process.stdout.write(`chain, books and logs: ${home}\n`)
  else if (good) rmSync(home, { recursive: true, force: true })
  else process.stdout.write(`something is wrong; chain, books and logs are kept: ${home}\n`)
  return good ? 0 : 1
}

/** Deploys the contracts on a chain that is then put away for mevd to start. */
async function makeWorld(home: string): Promise<Balances> {
  const chain = await startDevnet({
    directory: join(home, 'devnet'),
    blockMs: null,
    connect: linkTo,
  })
  writeKeys(join(home, 'keys'))
  const balances = await readBalances(chain.rpc)
  await chain.stop()
  return balances
}

async function drive(
  daemon: DemoDaemon,
  opening: Balances,
  flags: Flags,
  stop: AbortSignal,
): Promise<DemoRun> {
  const first = await daemon.ready(READY_MS)
  const traffic = startTraffic({ ipc: daemon.ipc, seed: flags.seed })
  const began = performance.now()
  const live = liveLine(process.stdout)
  const over = (): boolean =>
    stop.aborted ||
    (flags.seconds !== undefined && performance.now() - began >= flags.seconds * 1000)
  while (!over()) {
    live.show(await daemon.look())
    await sleep(LOOK_MS, undefined, { signal: stop }).catch(() => undefined)
  }
  live.end()
  await traffic.stop()
  const totals = await daemon.drain()
  const link = await linkTo(daemon.ipc)
  const closing = await readBalances(link)
  link.close()
  return {
    ...totals,
    seed: flags.seed,
    blocks: (totals.height ?? 0) - (first.height ?? 0),
    seconds: (performance.now() - began) / 1000,
    opening,
    closing,
    trouble: traffic.trouble(),
  }
}

try {
  await demo.parseAsync()
  process.exitCode = await run(demo.opts<Flags>())
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 64
  else {
    process.stderr.write(`demo: ${messageOf(error)}\n`)
    process.exitCode = 70
  }
}
