import type { Context } from '../kernel/ports.ts'
import type { Verdict } from './types.ts'

/** Everything policy says out loud. */
export type PolicySignals = ReturnType<typeof policySignals>

/** Signals of policy: one call writes the log line and moves the metric. */
export function policySignals(ctx: Pick<Context, 'log' | 'meter'>) {
  const verdicts = ctx.meter.counter('mevd_policy_verdicts_total', 'Verdicts by kind and reason.', [
    'kind',
    'why',
  ])
  return {
    decided(verdict: Verdict) {
      const why = verdict.kind === 'skip' ? verdict.why : 'OK'
      verdicts({ kind: verdict.kind, why })
      if (verdict.kind === 'skip' && verdict.why === 'RULES_FAILED')
        ctx.log.error('rules could not be asked: denied', { detail: verdict.detail })
      else ctx.log.debug('verdict', { id: verdict.scored.opportunity.id, kind: verdict.kind, why })
    },
  }
}
