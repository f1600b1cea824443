import { concatMap, type Observable, Subject, type Subscription } from 'rxjs'
import { messageOf } from '../../kernel/errors.ts'
import type { Context } from '../../kernel/ports.ts'
import type { NetworkMessage } from '../network/messages.ts'
import type { Desk } from './desk.ts'
import { settleOrders } from './settle.ts'
import { type TradeContext, trade } from './trade.ts'

/** What is done next on one network: look at findings, or only at what became of the orders. */
type Job = Extract<NetworkMessage, { kind: 'findings' }> | { readonly kind: 'settle' }

/** Works off what one network's thread says, one step at a time. */
export type Runner = {
  readonly hear: (message: NetworkMessage) => void
  /** Puts the trading of a new generation in the place of the old one's. */
  readonly adopt: (next: TradeContext) => void
  /** Resolves when nothing is being worked on; nothing new is begun after that. */
  readonly finish: () => Promise<void>
}

/**
 * A runner for one desk.
 *
 * Steps are strictly one after the other (concatMap): a trade never runs beside another, nor beside
 * the settling of orders. Orders under way are settled first: what they reserve may be free by now.
 * Findings of an older block than the newest are dropped unlooked at.
 */
export function startRunner(ctx: Pick<Context, 'log'>, first: TradeContext): Runner {
  const { desk } = first
  const jobs$ = new Subject<Job>()
  let trading = first
  let waiting = 0

  const work = async (job: Job): Promise<void> => {
    waiting--
    const settle = (which: 'pending' | 'all') =>
      settleOrders(ctx, desk, trading.pipeline.markets.native, which)
    try {
      if (job.kind === 'settle') await settle('all')
      else if (!desk.stopped) {
        if (desk.watch.pending() > 0) await settle('pending')
        await findings(desk, trading, job)
        if (waiting === 0) await settle('all')
      }
    } catch (error) {
      ctx.log.error('step failed', { network: desk.network, why: messageOf(error) })
    }
  }
  const worked$: Observable<void> = jobs$.pipe(concatMap(work))
  const ended = new Promise<void>((resolve) => {
    const subscription: Subscription = worked$.subscribe({ complete: () => resolve() })
    subscription.add(() => resolve())
  })
  const add = (job: Job): void => {
    waiting++
    jobs$.next(job)
  }
  return {
    hear(message) {
      note(desk, message)
      if (message.kind === 'findings') add(message)
      if (message.kind === 'ready') add({ kind: 'settle' })
    },
    adopt(next) {
      trading = next
      desk.newest = next.pipeline
    },
    async finish() {
      jobs$.complete()
      await ended
    },
  }
}

async function findings(
  desk: Desk,
  trading: TradeContext,
  { findings: found, detection }: Extract<Job, { kind: 'findings' }>,
): Promise<void> {
  desk.funnel.time('detection', detection.applyUs)
  desk.funnel.time('analysis', detection.searchUs)
  const count = found.claimed.length
  if (desk.tip !== null && found.conditions.block.height < desk.tip.height) {
    desk.funnel.pass('seen', count)
    desk.funnel.drop('seen', 'OVERTAKEN', count)
    return
  }
  await trade(trading, found)
}

/** What is true of the network at once, whatever is being worked on. */
function note(desk: Desk, message: NetworkMessage): void {
  switch (message.kind) {
    case 'tip':
      desk.tip = message.at
      desk.tipTime = message.time
      return
    case 'ready':
      desk.tip = message.at
      desk.synced = true
      desk.linked = true
      desk.watch.doubt(0)
      return
    case 'rollback':
      desk.tip = message.to
      desk.watch.doubt(message.to.height)
      return
    case 'resync':
    case 'failed':
      desk.synced = false
      return
    case 'link':
      desk.linked = message.up
      return
    default:
      return
  }
}
