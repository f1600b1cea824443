import type { PipelineStatus, Status } from '../status.ts'
import { spans, stages } from '../trade/funnel.ts'

/** A status for people. */
export const statusText = (status: Status): string =>
  [
    `mevd ${status.run}  pid ${status.pid}  up ${duration(status.uptime_ms)}  generation ${status.generation}  config ${status.config_hash.slice(0, 12)}`,
    ...(status.last_reload && !status.last_reload.ok
      ? [`last reload refused, the running configuration stays:\n${status.last_reload.message}`]
      : []),
    ...status.pipelines.map(pipelineText),
  ].join('\n\n')

function pipelineText(pipeline: PipelineStatus): string {
  const { funnel, books } = pipeline
  const sure = pipeline.linked && pipeline.synced
  const age = pipeline.head_age_ms === null ? '?' : `${(pipeline.head_age_ms / 1000).toFixed(1)} s`
  return [
    `${pipeline.name} (${pipeline.network}, ${pipeline.mode}): ${sure ? 'following' : 'NOT SURE OF ITS STATE, sends nothing'}, block ${pipeline.height ?? '?'} (${age} old), ${pipeline.pools} pools, ${pipeline.pending} orders under way`,
    `  funnel   ${stages.map((stage) => `${stage} ${funnel.counts[stage]}`).join(' > ')}`,
    ...dropLines(funnel.drops),
    `  earned   ${eth(books.realisedWei)} ETH of ${eth(books.expectedWei)} expected`,
    ...spans.flatMap((span) => {
      const found = funnel.latencyUs[span]
      return found ? [`  ${span.padEnd(11)} p50 ${ms(found.p50)}  p99 ${ms(found.p99)}`] : []
    }),
  ].join('\n')
}

const dropLines = (drops: Readonly<Record<string, number>>): readonly string[] => {
  const sorted = Object.entries(drops).sort((a, b) => b[1] - a[1])
  if (sorted.length === 0) return []
  return [`  dropped  ${sorted.map(([why, count]) => `${why} ${count}`).join(', ')}`]
}

/** Wei as ETH with six decimals; takes a string too, as numbers come over the socket. */
export function eth(amount: bigint | string): string {
  const wei = BigInt(amount)
  const sign = wei < 0n ? '-' : ''
  const micro = (wei < 0n ? -wei : wei) / 1_000_000_000_000n
  return `${sign}${micro / 1_000_000n}.${(micro % 1_000_000n).toString().padStart(6, '0')}`
}

/** Microseconds as milliseconds. */
export const ms = (us: number): string => `${(us / 1000).toFixed(2)} ms`

const duration = (ms: number): string => {
  const seconds = Math.floor(ms / 1000)
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`
}
