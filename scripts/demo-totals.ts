import type { PipelineStatus } from '../daemon/app/status.ts'
import { type FunnelReport, type Stage, stages } from '../daemon/app/trade/funnel.ts'
import type { Hex } from '../daemon/kernel/units.ts'

/** What has come of everything so far, over all runs of the daemon. */
export type Totals = {
  readonly height: number | null
  readonly pools: number
  readonly counts: Readonly<Record<Stage, number>>
  readonly drops: Readonly<Record<string, number>>
  readonly latencyUs: FunnelReport['latencyUs']
  readonly expectedWei: bigint
  readonly realisedWei: bigint
  readonly realised: readonly {
    readonly account: Hex
    readonly asset: string
    readonly units: bigint
  }[]
}

const none: Totals = {
  height: null,
  pools: 0,
  counts: Object.fromEntries(stages.map((stage) => [stage, 0])) as Record<Stage, number>,
  drops: {},
  latencyUs: {},
  expectedWei: 0n,
  realisedWei: 0n,
  realised: [],
}

/**
 * Adds up what the runs of a daemon say. A run counts the orders of the books as its own, so of an
 * earlier run only what never became an order is added.
 */
export function adding() {
  let run = ''
  let earlier: Pick<Totals, 'counts' | 'drops'> = none
  let own: Pick<Totals, 'counts' | 'drops'> = none
  let last: Totals = none

  const unsent = ({ counts }: Pick<Totals, 'counts'>): Record<Stage, number> =>
    mapped((stage) => Math.max(0, counts[stage] - counts.sent) * (before(stage) ? 1 : 0))
  return {
    last: () => last,
    take(id: string, status: PipelineStatus): Totals {
      if (run !== '' && run !== id)
        earlier = {
          counts: mapped((stage) => earlier.counts[stage] + unsent(own)[stage]),
          drops: summed(earlier.drops, own.drops),
        }
      run = id
      own = status.funnel
      const { books, funnel } = status
      last = {
        height: status.height,
        pools: status.pools,
        counts: mapped((stage) => earlier.counts[stage] + own.counts[stage]),
        drops: summed(earlier.drops, own.drops),
        latencyUs: funnel.latencyUs,
        expectedWei: BigInt(books.expectedWei),
        realisedWei: BigInt(books.realisedWei),
        realised: books.realised.map((each) => ({ ...each, units: BigInt(each.units) })),
      }
      return last
    },
  }
}

const before = (stage: Stage): boolean => stages.indexOf(stage) < stages.indexOf('sent')

const mapped = (of: (stage: Stage) => number): Record<Stage, number> =>
  Object.fromEntries(stages.map((stage) => [stage, of(stage)])) as Record<Stage, number>

const summed = (
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> => {
  const sums = { ...a }
  for (const [key, count] of Object.entries(b)) sums[key] = (sums[key] ?? 0) + count
  return sums
}
