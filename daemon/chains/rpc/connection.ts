import { connect as connectSocket, type Socket } from 'node:net'
import { MevdError, messageOf } from '../../kernel/errors.ts'
import type { Context } from '../../kernel/ports.ts'
import type { Rpc } from '../types.ts'
import { exchangeOver, type Listener, type Timed, unreachable } from './exchange.ts'
import { framer } from './framing.ts'

/** Where the node listens and how patient to be with it. */
export type ConnectionOptions = {
  /** Path of the node's IPC socket. */
  readonly ipc: string
  /** Called after each connect, also the first; subscriptions of the last session are gone by then. */
  readonly onUp?: () => void
  /** Called once per loss, with the reason. */
  readonly onDown?: (why: string) => void
  /** Longest wait for an answer before the link counts as dead, in milliseconds. */
  readonly patienceMs?: number
}

/** A link to one node that heals itself. Requests fail at once while it is down. */
export type Connection = Rpc & {
  /** A request that also tells when the first byte of its answer was here. */
  readonly timed: <T>(method: string, params: readonly unknown[]) => Promise<Timed<T>>
  /** Subscribes in the present session; the listener hears results and their arrival. */
  readonly subscribe: (params: readonly unknown[], listener: Listener) => Promise<void>
  readonly isUp: () => boolean
  /** Drops the session; a new one follows. */
  readonly reset: (why: string) => void
  readonly close: () => void
}

const FIRST_RETRY_MS = 50
const LAST_RETRY_MS = 1000
const PULSE_MS = 500

/**
 * Connects to a node's IPC socket and connects again whenever the link drops or falls silent.
 *
 * Requests that were under way are rejected with `NODE_UNREACHABLE`; nothing is resent.
 */
export function connect(
  ctx: Pick<Context, 'clock' | 'signal'>,
  options: ConnectionOptions,
): Connection {
  const { ipc, patienceMs = 5000 } = options
  const exchange = exchangeOver(ipc)
  let socket: Socket | null = null
  let up = false
  let closed = false
  let retry = FIRST_RETRY_MS
  let timer: NodeJS.Timeout | undefined

  const drop = (why: string): void => {
    if (socket === null) return
    socket.destroy()
    socket = null
    exchange.lose(why)
    if (up) {
      up = false
      options.onDown?.(why)
    }
    if (closed) return
    timer = setTimeout(open, retry)
    retry = Math.min(retry * 2, LAST_RETRY_MS)
  }
  const open = (): void => {
    const feed = framer(exchange.hear)
    const link = connectSocket(ipc)
    socket = link
    const dropThis = (why: string): void => {
      if (socket === link) drop(why)
    }
    link.on('connect', () => {
      up = true
      retry = FIRST_RETRY_MS
      options.onUp?.()
    })
    link.on('data', (chunk: Buffer) => {
      try {
        feed(chunk, ctx.clock.monotonic())
      } catch (error) {
        dropThis(`unreadable message: ${messageOf(error)}`)
      }
    })
    link.on('error', (error) => dropThis(error.message))
    link.on('close', () => dropThis('closed by the node'))
  }
  const pulse = setInterval(() => {
    if (up && exchange.oldestMs() > patienceMs) drop(`no answer in ${patienceMs} ms`)
  }, PULSE_MS)
  pulse.unref()
  const timed = <T>(method: string, params: readonly unknown[]): Promise<Timed<T>> => {
    if (!up || socket === null) return Promise.reject(unreachable(ipc, 'not connected'))
    return exchange.ask<T>(socket, method, params)
  }
  const close = (): void => {
    closed = true
    clearInterval(pulse)
    clearTimeout(timer)
    drop('closed by mevd')
  }
  ctx.signal.addEventListener('abort', close, { once: true })
  open()
  return {
    request: async <T>(method: string, params: readonly unknown[] = []) =>
      (await timed<T>(method, params)).result,
    timed,
    async subscribe(params, listener) {
      const { result } = await timed<string>('eth_subscribe', params)
      exchange.listen(result, listener)
    },
    isUp: () => up,
    reset: drop,
    close,
  }
}

/** Waits until the link is up; rejects with `NODE_UNREACHABLE` after `timeoutMs`. */
export async function untilUp(connection: Connection, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs
  while (!connection.isUp()) {
    if (performance.now() > end)
      throw new MevdError('NODE_UNREACHABLE', `the node did not answer within ${timeoutMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
