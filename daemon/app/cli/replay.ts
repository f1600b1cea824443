import { Command, InvalidArgumentError, Option } from 'commander'
import { readRecording } from '../../chains/feeds/recording.ts'
import { MevdError } from '../../kernel/errors.ts'
import type { Hex } from '../../kernel/units.ts'
import { poolOfRecord } from '../../market/read/recorded.ts'
import { marketSignals } from '../../market/signals.ts'
import type { Pool } from '../../market/types.ts'
import { systemClock } from '../../ops/clock.ts'
import { openLog } from '../../ops/log.ts'
import { openMeter } from '../../ops/meter.ts'
import { wrappedNative } from '../replay/bases.ts'
import { replay, type Step } from '../replay/replay.ts'
import { writeReplay } from '../replay/write.ts'
import { complain, say } from './output.ts'

type ReplayFlags = {
  readonly out: string
  readonly step: Step
  readonly base?: readonly Hex[]
  readonly maxHops: number
  readonly minProfit: bigint
}

/** `mevd replay`: market and search over a recording. */
export const replayCommand = (): Command =>
  new Command('replay')
    .description('Runs the search over a recording; writes every cycle that pays.')
    .argument('<recording>', 'JSON lines: a header, then pools, heads and logs')
    .requiredOption('--out <folder>', 'gets opportunities.jsonl, decisions.jsonl and latency.json')
    .addOption(
      new Option('--step <step>', 'when to look')
        .choices(['block', 'transaction'])
        .default('block'),
    )
    .option(
      '--base <tokens>',
      'base tokens, by address (default: the wrapped native coin)',
      addresses,
    )
    .option('--max-hops <number>', 'most pools in a cycle, 2 to 4', hops, 3)
    .option('--min-profit <amount>', 'least profit, in smallest units of the base', amount, 1n)
    .addHelpText(
      'after',
      `
The first line is {"mevd":"recording/1","network":"ethereum","chain_id":1}; then one record a line,
told apart by "t": pool, token, head, log, pending. Each look lists every cycle that pays, before
gas, also those that share pools; "changed" marks those through a pool that this step changed, and
the first look, at the recorded pools as they are, has no transaction.`,
    )
    .action((path: string, flags: ReplayFlags) => run(path, flags))

async function run(path: string, flags: ReplayFlags): Promise<void> {
  const recording = await readRecording(path)
  const { pools, start, left } = poolsOf(path, recording.pools)
  const { network } = recording.header
  const bases = flags.base ?? [wrappedNative[network] ?? noBase(network)]
  warn(recording.withoutBloom, left)
  const log = openLog('warn', 'replay')
  const ctx = { clock: systemClock, signals: marketSignals({ log, ...openMeter() }, network) }
  const looks = replay(ctx, { recording, pools, start, bases, ...flags })
  const { looks: count, opportunities } = await writeReplay(flags.out, looks, flags.minProfit)
  say(`${count} looks, ${opportunities} opportunities: ${flags.out}`)
}

function poolsOf(path: string, records: Awaited<ReturnType<typeof readRecording>>['pools']) {
  const pools: Pool[] = []
  const left = new Map<string, number>()
  let start = 0
  for (const { line, pool: record } of records) {
    const found = poolOfRecord(path, line, record)
    if (found.kind === 'pool') {
      pools.push(found.pool)
      start = Math.max(start, found.block)
    } else left.set(found.type, (left.get(found.type) ?? 0) + 1)
  }
  return { pools, start, left }
}

function warn(withoutBloom: number, left: ReadonlyMap<string, number>): void {
  if (withoutBloom > 0)
    complain(`warning: ${withoutBloom} heads have no bloom: their logs are taken as they are`)
  for (const [type, count] of left)
    complain(`warning: ${count} pools of type ${type} are left out: not supported yet`)
}

function noBase(network: string): never {
  throw new MevdError('USAGE', `no base token is known for ${network}: name one with --base`)
}

function addresses(text: string): readonly Hex[] {
  return text.split(',').map((part) => {
    const address = part.trim().toLowerCase()
    if (!/^0x[0-9a-f]{40}$/.test(address))
      throw new InvalidArgumentError(`${part} is not an address.`)
    return address as Hex
  })
}

function hops(text: string): number {
  if (!/^[234]$/.test(text)) throw new InvalidArgumentError('must be 2, 3 or 4.')
  return Number(text)
}

function amount(text: string): bigint {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('must be a whole number of units.')
  return BigInt(text)
}
