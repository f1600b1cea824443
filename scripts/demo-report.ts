import { eth, ms } from '../daemon/app/cli/status-text.ts'
import { worldAddresses } from '../daemon/app/devnet/addresses.ts'
import { searcher } from '../daemon/app/devnet/keys.ts'
import { type Stage, spans, stages } from '../daemon/app/trade/funnel.ts'
import type { Balances } from './demo-balances.ts'
import type { Totals } from './demo-totals.ts'

/** What came of a demo. */
export type DemoRun = Totals & {
  readonly seed: number
  readonly blocks: number
  readonly seconds: number
  readonly opening: Balances
  readonly closing: Balances
  /** What went wrong with the traffic last; null where nothing has. */
  readonly trouble: string | null
}

/** One account and asset where the books are not the chain. */
export type Difference = {
  readonly account: string
  readonly asset: string
  readonly onChain: bigint
  readonly inBooks: bigint
}

/** Every account and asset where the books' realised figure is not closing − opening, to the unit. */
export const differencesOf = ({ opening, closing, realised }: DemoRun): readonly Difference[] =>
  closing.flatMap(({ account, asset, units }) => {
    const is = (each: { readonly account: string; readonly asset: string }): boolean =>
      each.account === account && each.asset === asset
    const onChain = units - (opening.find(is)?.units ?? 0n)
    const inBooks = realised.find(is)?.units ?? 0n
    return onChain === inBooks ? [] : [{ account, asset, onChain, inBooks }]
  })

/** Change of the native coin and WETH over all our accounts, in wei, by the chain alone. */
export const balanceChange = ({ opening, closing }: DemoRun): bigint =>
  sumOf(closing) - sumOf(opening)

const sumOf = (balances: Balances): bigint =>
  balances
    .filter(({ asset }) => asset === 'native' || asset === worldAddresses.tokens.WETH.address)
    .reduce((sum, { units }) => sum + units, 0n)

/** What a demo came to, for machines: wei as decimal strings. */
export const summaryOf = (run: DemoRun) => {
  const { seed, blocks, counts } = run
  return {
    seed,
    blocks,
    ...counts,
    expected_wei: String(run.expectedWei),
    realised_wei: String(run.realisedWei),
    balance_change_wei: String(balanceChange(run)),
    drops: run.drops,
    latency_us: run.latencyUs,
  }
}

/** What a demo came to, for people; coloured where `colour` says so. */
export function report(run: DemoRun, colour: boolean): string {
  const paint = (code: number, text: string): string =>
    colour ? `\u001b[${code}m${text}\u001b[0m` : text
  const differences = differencesOf(run)
  const lines = [
    paint(
      1,
      `mevd on the devnet: ${run.seconds.toFixed(0)} s, ${run.blocks} blocks, seed ${run.seed}`,
    ),
    '',
    ...stages.flatMap((stage) => stageLines(run, stage)),
    '',
    `${'expected'.padEnd(12)}${eth(run.expectedWei).padStart(12)} ETH   net of gas, when decided`,
    `${'realised'.padEnd(12)}${eth(run.realisedWei).padStart(12)} ETH   by the books`,
    `${'balances'.padEnd(12)}${eth(balanceChange(run)).padStart(12)} ETH   by the chain: ${account(searcher)} and ${account(worldAddresses.executor)}`,
    '',
    `${'stage'.padEnd(14)}${'p50'.padStart(11)}${'p99'.padStart(11)}`,
    ...spans.flatMap((span) => {
      const found = run.latencyUs[span]
      return found
        ? [`${span.padEnd(14)}${ms(found.p50).padStart(11)}${ms(found.p99).padStart(11)}`]
        : []
    }),
    '',
    differences.length === 0
      ? paint(32, 'The books equal the chain for every account and asset, to the unit.')
      : paint(
          31,
          `The books differ from the chain:\n${differences.map(differenceLine).join('\n')}`,
        ),
    ...(run.realisedWei > 0n ? [] : [paint(31, 'Nothing was earned.')]),
    ...(run.trouble === null ? [] : [`The traders had trouble: ${run.trouble}`]),
  ]
  return `${lines.join('\n')}\n`
}

/** One stage, and under it why opportunities went no further. */
function stageLines({ counts, drops }: DemoRun, stage: Stage): readonly string[] {
  const reasons = Object.entries(drops)
    .filter(([key]) => key.startsWith(`${stage}/`))
    .sort((a, b) => b[1] - a[1])
    .map(([key, count]) => `${''.padEnd(12)}${String(-count).padStart(8)}  ${words(key)}`)
  return [`${stage.padEnd(12)}${String(counts[stage]).padStart(8)}`, ...reasons]
}

const words = (key: string): string => (key.split('/')[1] ?? key).toLowerCase().replaceAll('_', ' ')

const account = (address: string): string => `${address.slice(0, 6)}…${address.slice(-4)}`

const differenceLine = ({ account, asset, onChain, inBooks }: Difference): string =>
  `  ${account} ${asset}: chain ${onChain}, books ${inBooks}`
