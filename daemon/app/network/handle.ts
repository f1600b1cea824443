import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { type ErrorCode, MevdError } from '../../kernel/errors.ts'
import type { Snapshot } from '../../ops/meter.ts'
import type { NetworkMessage, NetworkOrders, NetworkRequest } from './messages.ts'

/** A network's thread, from the outside. */
export type NetworkHandle = {
  /** Resolves when the market is read for the first time; rejects where that fails or takes too long. */
  readonly ready: Promise<void>
  readonly metrics: () => Promise<Snapshot>
  readonly stop: () => Promise<void>
}

const READY_TIMEOUT_MS = 60_000
const METRICS_TIMEOUT_MS = 500
const STOP_TIMEOUT_MS = 1000

/**
 * Starts the thread of one network.
 *
 * `hear` gets all that it says; `ended` is called when it ends without having been told to, so that it
 * can be started again alone.
 */
export function startNetwork(
  orders: NetworkOrders,
  hear: (message: NetworkMessage) => void,
  ended: (why: string) => void,
): NetworkHandle {
  const thread = new Worker(new URL('./thread.ts', import.meta.url), { workerData: orders })
  const exit = once(thread, 'exit')
  const asked = new Map<number, (snapshot: Snapshot) => void>()
  let ticket = 0
  let stopping = false
  let why = 'the thread ended'
  let late: NodeJS.Timeout | undefined
  const tell = (request: NetworkRequest): void => thread.postMessage(request)

  const ready = new Promise<void>((resolve, reject) => {
    late = setTimeout(
      () => reject(new MevdError('NODE_UNREACHABLE', 'the market could not be read in time')),
      READY_TIMEOUT_MS,
    )
    thread.on('message', (message: NetworkMessage) => {
      if (message.kind === 'metrics') asked.get(message.ticket)?.(message.snapshot)
      else hear(message)
      if (message.kind === 'ready') resolve()
      if (message.kind !== 'failed') return
      why = message.why
      reject(new MevdError(message.code as ErrorCode, message.why))
    })
    thread.on('error', (error) => {
      why = String(error)
      reject(error)
    })
    thread.on('exit', () => {
      reject(new MevdError('NODE_UNREACHABLE', why))
      if (!stopping) ended(why)
    })
  })
  ready.catch(() => undefined).finally(() => clearTimeout(late))

  return {
    ready,
    metrics: () =>
      new Promise((resolve) => {
        const mine = ticket++
        const answer = (snapshot: Snapshot): void => {
          clearTimeout(timeout)
          asked.delete(mine)
          resolve(snapshot)
        }
        const timeout = setTimeout(() => answer([]), METRICS_TIMEOUT_MS)
        asked.set(mine, answer)
        tell({ kind: 'metrics', ticket: mine })
      }),
    async stop() {
      stopping = true
      tell({ kind: 'stop' })
      const patience = setTimeout(() => void thread.terminate(), STOP_TIMEOUT_MS)
      await exit
      clearTimeout(patience)
    },
  }
}
