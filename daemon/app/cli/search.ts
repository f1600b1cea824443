import { writeFileSync } from 'node:fs'
import { Command } from 'commander'
import { readRecording } from '../../chains/feeds/recording.ts'
import { MevdError } from '../../kernel/errors.ts'
import { toJson } from '../../kernel/json.ts'
import type { Hex } from '../../kernel/units.ts'
import { marketSignals } from '../../market/signals.ts'
import { systemClock } from '../../ops/clock.ts'
import { openLog } from '../../ops/log.ts'
import { openMeter } from '../../ops/meter.ts'
import { nativeOf } from '../replay/bases.ts'
import { recordedPools } from '../replay/pools.ts'
import { replay } from '../replay/replay.ts'
import { cycleOf } from '../replay/write.ts'
import { wholeNumber } from './numbers.ts'
import { complain } from './output.ts'
import { addresses, amounts, hops, warnLeftOut } from './search-options.ts'

type SearchFlags = {
  readonly base?: readonly Hex[]
  readonly maxHops: number
  readonly minProfit: (base: Hex) => bigint
  readonly maxBlockSpread: number
  readonly out?: string
}

/** `mevd search`: every cycle that pays in one recorded state. */
export const searchCommand = (): Command =>
  new Command('search')
    .description('Writes every cycle that pays in a recorded state, the best first, as JSON lines.')
    .argument('<snapshot>', 'a recording: a header, then pools and tokens')
    .option(
      '--base <tokens>',
      'base tokens, by address (default: the wrapped native coin)',
      addresses,
    )
    .option('--max-hops <number>', 'most pools in a cycle, 2 to 4', hops, 3)
    .option(
      '--min-profit <amount>',
      'least profit in smallest units of the base; TOKEN=AMOUNT,… with several',
      amounts,
      amounts('1'),
    )
    .option(
      '--max-block-spread <number>',
      'most blocks between the states of the pools',
      wholeNumber,
      0,
    )
    .option('--out <file>', 'write there (default: standard output)')
    .addHelpText(
      'after',
      `
A line is {"pools":[…],"tokens":[…],"input":…,"output":…,"profit":…}: amounts are decimal strings in
smallest units, tokens begin and end with the base, and the profit is before gas. A token and a pool
are visited once. States of different blocks are refused unless --max-block-spread allows them.`,
    )
    .action((path: string, flags: SearchFlags) => run(path, flags))

async function run(path: string, flags: SearchFlags): Promise<void> {
  const recording = await readRecording(path)
  const { pools, oldest, start, left } = recordedPools(path, recording)
  if (start - oldest > flags.maxBlockSpread)
    throw new MevdError(
      'RECORDING_INVALID',
      `${path}: states of blocks ${oldest} to ${start} are mixed; a cycle over them need not exist (--max-block-spread ${start - oldest} allows them)`,
    )
  warnLeftOut(left)
  const { network } = recording.header
  const bases = flags.base ?? [nativeOf(network)]
  const log = openLog('warn', 'search')
  const ctx = { clock: systemClock, signals: marketSignals({ log, ...openMeter() }, network) }
  const still = { ...recording, heads: [], logs: new Map() }
  const options = {
    recording: still,
    pools,
    start,
    bases,
    maxHops: flags.maxHops,
    step: 'block' as const,
  }
  const [look] = replay(ctx, options)
  const paying = (look?.opportunities ?? []).filter(
    ({ input, profit }) => profit >= flags.minProfit(input.token),
  )
  const lines = paying.map((each) => `${toJson(cycleOf(each))}\n`).join('')
  if (flags.out) writeFileSync(flags.out, lines)
  else process.stdout.write(lines)
  complain(`${paying.length} cycles pay in ${pools.length} pools`)
}
