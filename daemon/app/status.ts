import type { Clock } from '../kernel/ports.ts'
import type { RunningPipeline } from './pipeline.ts'
import { type BooksReport, reportBooks } from './trade/account.ts'
import type { FunnelReport } from './trade/funnel.ts'

/** One pipeline as `mevd status` shows it. */
export type PipelineStatus = {
  readonly name: string
  readonly network: string
  readonly mode: string
  readonly generation: number
  readonly linked: boolean
  readonly synced: boolean
  readonly height: number | null
  readonly head_age_ms: number | null
  readonly pools: number
  readonly pending: number
  readonly node_pid: number | null
  readonly funnel: FunnelReport
  readonly books: BooksReport
}

/** The daemon as `mevd status` shows it; bigints become strings on the wire. */
export type Status = {
  readonly run: string
  readonly pid: number
  readonly uptime_ms: number
  readonly generation: number
  readonly config_hash: string
  readonly last_reload: { readonly ok: boolean; readonly message: string } | null
  readonly pipelines: readonly PipelineStatus[]
}

/** How one pipeline stands now. */
export function pipelineStatus(clock: Clock, running: RunningPipeline): PipelineStatus {
  const { config, desk } = running
  const books = reportBooks(desk, config.markets.native)
  const funnel = desk.funnel.report()
  const { landed, succeeded } = books
  return {
    name: config.name,
    network: config.network,
    mode: config.execution.mode,
    generation: running.generation,
    linked: desk.linked,
    synced: desk.synced,
    height: desk.tip?.height ?? null,
    head_age_ms: desk.tip === null ? null : Math.max(0, clock.now() - desk.tipTime * 1000),
    pools: running.pools,
    pending: desk.watch.pending(),
    node_pid: running.node?.pid() ?? null,
    funnel: { ...funnel, counts: { ...funnel.counts, landed, succeeded } },
    books,
  }
}
