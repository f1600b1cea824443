import { once } from 'node:events'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toJson } from '../../kernel/json.ts'
import { seriesOf } from '../../ops/quantiles.ts'
import type { Opportunity } from '../../strategies/types.ts'
import type { Look } from './replay.ts'

/** What a replay came to. */
export type ReplaySummary = { readonly looks: number; readonly opportunities: number }

/**
 * Writes a replay's looks: `opportunities.jsonl`, `decisions.jsonl` and `latency.json`.
 *
 * Opportunities below `minProfit`, in smallest units of their base token, are left out.
 */
export async function writeReplay(
  directory: string,
  looks: Iterable<Look>,
  minProfit: bigint,
): Promise<ReplaySummary> {
  mkdirSync(directory, { recursive: true })
  const found = createWriteStream(join(directory, 'opportunities.jsonl'))
  const decided = createWriteStream(join(directory, 'decisions.jsonl'))
  const apply = seriesOf()
  const search = seriesOf()
  let count = 0
  let opportunities = 0
  for (const look of looks) {
    count++
    apply.add(look.applyUs)
    search.add(look.searchUs)
    const paying = look.opportunities.filter(({ profit }) => profit >= minProfit)
    opportunities += paying.length
    for (const each of paying) found.write(`${toJson(lineOf(look, each))}\n`)
    for (const line of decisionsOf(look, paying)) decided.write(`${toJson(line)}\n`)
  }
  found.end()
  decided.end()
  await Promise.all([once(found, 'finish'), once(decided, 'finish')])
  const latency = { unit: 'us', looks: count, apply: quantiles(apply), search: quantiles(search) }
  writeFileSync(join(directory, 'latency.json'), `${toJson(latency, 2)}\n`)
  return { looks: count, opportunities }
}

/** A cycle as `search` and `replay` write it; tokens begin and end with the base. */
export const cycleOf = ({ hops, input, output, profit }: Opportunity) => ({
  pools: hops.map((hop) => hop.pool),
  tokens: [...hops.map((hop) => hop.tokenIn), input.token],
  input: input.units,
  output: output.units,
  profit,
})

const lineOf = (look: Look, opportunity: Opportunity) => ({
  block: look.block,
  transaction_index: look.transactionIndex,
  transaction_hash: look.transactionHash,
  id: opportunity.id,
  ...cycleOf(opportunity),
  changed: opportunity.hops.some((hop) => look.changed.has(hop.pool)),
})

/** Of the cycles of one look that share a pool only the best can be taken. */
function decisionsOf(look: Look, paying: readonly Opportunity[]) {
  const used = new Set<string>()
  return paying.map(({ id, hops, profit }) => {
    const free = !hops.some((hop) => used.has(hop.pool))
    if (free) for (const hop of hops) used.add(hop.pool)
    return {
      block: look.block,
      transaction_index: look.transactionIndex,
      id,
      decision: free ? 'take' : 'skip',
      why: free ? null : 'OVERLAP',
      profit,
    }
  })
}

function quantiles(series: ReturnType<typeof seriesOf>) {
  const [p50, p99] = series.at([0.5, 0.99]) ?? []
  return { p50: p50 ?? null, p99: p99 ?? null }
}
