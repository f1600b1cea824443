import { Command, Option } from 'commander'
import { readRecording } from '../../chains/feeds/recording.ts'
import type { Hex } from '../../kernel/units.ts'
import { marketSignals } from '../../market/signals.ts'
import { systemClock } from '../../ops/clock.ts'
import { openLog } from '../../ops/log.ts'
import { openMeter } from '../../ops/meter.ts'
import { nativeOf } from '../replay/bases.ts'
import { recordedPools } from '../replay/pools.ts'
import { replay, type Step } from '../replay/replay.ts'
import { writeReplay } from '../replay/write.ts'
import { complain, say } from './output.ts'
import { addresses, amount, hops, warnLeftOut } from './search-options.ts'

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
  const { pools, start, left } = recordedPools(path, recording)
  const { network } = recording.header
  const bases = flags.base ?? [nativeOf(network)]
  if (recording.withoutBloom > 0)
    complain(
      `warning: ${recording.withoutBloom} heads have no bloom: their logs are taken as they are`,
    )
  warnLeftOut(left)
  const log = openLog('warn', 'replay')
  const ctx = { clock: systemClock, signals: marketSignals({ log, ...openMeter() }, network) }
  const looks = replay(ctx, { recording, pools, start, bases, ...flags })
  const { looks: count, opportunities } = await writeReplay(flags.out, looks, flags.minProfit)
  say(`${count} looks, ${opportunities} opportunities: ${flags.out}`)
}
