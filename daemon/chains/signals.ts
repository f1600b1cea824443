import type { ErrorCode } from '../kernel/errors.ts'
import type { Context } from '../kernel/ports.ts'
import type { Fault } from './feeds/settlement.ts'
import type { BlockRef, Head } from './types.ts'

/** Everything the chains stage says out loud. */
export type ChainSignals = ReturnType<typeof chainSignals>

/** Signals of one network's feeds: one call writes the log line and moves the metric. */
export function chainSignals(ctx: Pick<Context, 'log' | 'meter' | 'clock'>, network: string) {
  const labels = { network }
  const heads = ctx.meter.counter('mevd_chains_heads_total', 'Heads heard.', ['network'])
  const reorgs = ctx.meter.counter('mevd_chains_reorgs_total', 'Reorgs undone.', ['network'])
  const losses = ctx.meter.counter('mevd_chains_disconnects_total', 'Links lost.', ['network'])
  const faults = ctx.meter.counter('mevd_chains_faults_total', 'Steps tried again.', ['network'])
  const misses = ctx.meter.counter(
    'mevd_chains_missed_logs_total',
    'Logs that were not pushed, and came with the proof of their block.',
    ['network'],
  )
  const contradictions = ctx.meter.counter(
    'mevd_chains_log_faults_total',
    'Blocks taken back because pushed logs were wrong or out of order.',
    ['network', 'kind'],
  )
  const height = ctx.meter.gauge('mevd_chains_height_blocks', 'Height of the tip.', ['network'])
  const lag = ctx.meter.histogram(
    'mevd_chains_receipt_lag_seconds',
    'From the time in the block to its first byte here.',
    ['network'],
  )
  return {
    received(head: Head) {
      heads(labels)
      height(head.height, labels)
      lag(Math.max(0, ctx.clock.now() / 1000 - head.time), labels)
    },
    reorged(to: BlockRef, depth: number) {
      reorgs(labels)
      ctx.log.warn('reorg', { network, to_height: to.height, to_id: to.id, depth_blocks: depth })
    },
    up(ipc: string) {
      ctx.log.info('connected', { network, ipc })
    },
    down(why: string) {
      losses(labels)
      ctx.log.warn('disconnected', { network, why })
    },
    missed(logs: number) {
      misses(labels, logs)
    },
    faulty(kind: Fault) {
      contradictions({ ...labels, kind })
      ctx.log.warn('the node pushed logs that its block does not bear out', { network, kind })
    },
    stumbled(why: string) {
      faults(labels)
      ctx.log.warn('feed stumbled, trying again', { network, why })
    },
    resyncing(why: string) {
      const code: ErrorCode = 'REORG_TOO_DEEP'
      ctx.log.error('reading the network afresh; nothing is sent until then', {
        network,
        code,
        why,
      })
    },
  }
}
