import { Command } from 'commander'
import { connect, untilUp } from '../../chains/rpc/connection.ts'
import { MevdError } from '../../kernel/errors.ts'
import { systemClock } from '../../ops/clock.ts'
import { openLog } from '../../ops/log.ts'
import { openMeter } from '../../ops/meter.ts'
import { below } from '../pipeline.ts'
import { record } from '../record/record.ts'
import { readConfig } from '../reload.ts'
import { wholeNumber } from './numbers.ts'
import { say } from './output.ts'
import { stateOf, stateOption } from './state.ts'

type RecordFlags = { readonly state?: string; readonly out: string; readonly blocks?: number }

const LINK_MS = 10_000

/** `mevd record`: writes a recording from a live feed. */
export const recordCommand = (): Command =>
  new Command('record')
    .description('Writes a recording of a live network, for `mevd replay`, until Ctrl-C.')
    .argument('<pipeline>', 'the pipeline file that names node and markets')
    .requiredOption('--out <file>', 'the recording')
    .option('--blocks <number>', 'end after so many blocks', wholeNumber)
    .addOption(stateOption())
    .addHelpText(
      'after',
      `
Talks to the pipeline's node, which must run already; changes nothing and sends nothing.`,
    )
    .action((path: string, flags: RecordFlags) => run(path, flags))

async function run(path: string, flags: RecordFlags): Promise<void> {
  const [pipeline] = readConfig([path]).pipelines
  if (pipeline === undefined) throw new MevdError('BUG', 'a configuration without a pipeline')
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const ended = new AbortController()
  const ctx = {
    log: openLog('warn', 'record'),
    clock: systemClock,
    meter: openMeter().meter,
    signal: stop.signal,
  }
  const connection = connect(
    { clock: systemClock, signal: ended.signal },
    { ipc: below(stateOf(flags), pipeline.node.ipc) },
  )
  try {
    await untilUp(connection, LINK_MS)
    const { blocks, pools, from } = await record(ctx, connection, {
      pipeline,
      path: flags.out,
      blocks: flags.blocks ?? null,
    })
    say(`${blocks} blocks after ${from}, ${pools} pools: ${flags.out}`)
  } finally {
    ended.abort()
  }
}
