import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nativeOf } from '../../daemon/app/replay/bases.ts'
import { type Look, replay, type Step } from '../../daemon/app/replay/replay.ts'
import { readRecording } from '../../daemon/chains/feeds/recording.ts'
import { poolOfRecord } from '../../daemon/market/read/recorded.ts'
import { marketSignals } from '../../daemon/market/signals.ts'
import { countingClock, deaf } from '../fakes.ts'

/** The token that cycles begin with on Ethereum. */
export const WETH = nativeOf('ethereum')

/** All looks of a replay, with cycles of up to so many hops from WETH. */
export async function looksAt(path: string, step: Step, maxHops = 3): Promise<readonly Look[]> {
  const recording = await readRecording(path)
  const found = recording.pools.map(({ line, pool }) => poolOfRecord(path, line, pool))
  const pools = found.flatMap((each) => (each.kind === 'pool' ? [each.pool] : []))
  const start = Math.max(...found.map((each) => (each.kind === 'pool' ? each.block : 0)))
  const ctx = { clock: countingClock(), signals: marketSignals(deaf(), 'ethereum') }
  return [...replay(ctx, { recording, pools, start, bases: [WETH], maxHops, step })]
}

/** The records of a file of JSON lines in a folder. */
export const linesIn = (
  folder: string,
  name: string,
): readonly Readonly<Record<string, unknown>>[] =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
