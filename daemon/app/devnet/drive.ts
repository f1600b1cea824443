import { connect } from '../../chains/rpc/connection.ts'
import { messageOf } from '../../kernel/errors.ts'
import { systemClock } from '../../ops/clock.ts'
import { worldAddresses } from './addresses.ts'
import { plan } from './plan.ts'
import { sendBlock } from './traffic.ts'

/** Traders at work. */
export type Traffic = {
  /** Blocks that have had their traffic. */
  readonly blocks: () => number
  /** What went wrong last; null where nothing has. */
  readonly trouble: () => string | null
  readonly stop: () => Promise<void>
}

/** Where the traders are and what they repeat. */
export type TrafficOptions = { readonly ipc: string; readonly seed: number }

/**
 * Lets the traders trade: with each new block the next part of the seed's plan is handed in.
 *
 * The plan goes by the count of blocks seen, so it is the same for a seed however the chain's clock
 * runs. A node that is away is waited for; what could not be handed in is left out.
 */
export function startTraffic({ ipc, seed }: TrafficOptions): Traffic {
  const stop = new AbortController()
  let index = 0
  let trouble: string | null = null
  let work = Promise.resolve()

  const next = (): void => {
    const trades = plan(seed, index++)
    work = work
      .then(() => sendBlock(connection, worldAddresses, trades))
      .then(() => undefined)
      .catch((error: unknown) => {
        trouble = messageOf(error)
      })
  }
  const connection = connect(
    { clock: systemClock, signal: stop.signal },
    {
      ipc,
      onUp: () => {
        connection.subscribe(['newHeads'], next).catch((error: unknown) => {
          trouble = messageOf(error)
        })
      },
    },
  )
  return {
    blocks: () => index,
    trouble: () => trouble,
    async stop() {
      stop.abort()
      await work
    },
  }
}
