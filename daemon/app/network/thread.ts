import { parentPort, workerData } from 'node:worker_threads'
import { MevdError, messageOf } from '../../kernel/errors.ts'
import { systemClock } from '../../ops/clock.ts'
import { openLog } from '../../ops/log.ts'
import { openMeter } from '../../ops/meter.ts'
import type { NetworkMessage, NetworkOrders, NetworkRequest } from './messages.ts'
import { serveNetwork } from './serve.ts'

/** The thread of one network: chains, market and strategies, and nothing that can spend. */
const orders = workerData as NetworkOrders
const stop = new AbortController()
const { meter, snapshot } = openMeter()
const log = openLog(orders.logLevel, `network/${orders.pipeline.name}`)
const tell = (message: NetworkMessage): void => parentPort?.postMessage(message)

parentPort?.on('message', (request: NetworkRequest) => {
  if (request.kind === 'stop') stop.abort()
  else
    void snapshot().then((all) => tell({ kind: 'metrics', ticket: request.ticket, snapshot: all }))
})

try {
  await serveNetwork({ log, meter, clock: systemClock, signal: stop.signal }, orders, tell)
} catch (error) {
  const code = error instanceof MevdError ? error.code : 'BUG'
  log.error('network failed', { code, why: messageOf(error) })
  tell({ kind: 'failed', code, why: messageOf(error) })
} finally {
  parentPort?.close()
}
