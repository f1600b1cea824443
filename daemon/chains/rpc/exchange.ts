import type { Socket } from 'node:net'
import { MevdError } from '../../kernel/errors.ts'
import type { Micros } from '../../kernel/units.ts'

/** An answer and the time its first byte was here. */
export type Timed<T> = { readonly result: T; readonly received: Micros }

/** Hears one subscription's results, with the time their first byte was here. */
export type Listener = (result: unknown, received: Micros) => void

/** Pairs JSON-RPC requests with their answers, and subscriptions with their listeners. */
export type Exchange = {
  readonly ask: <T>(socket: Socket, method: string, params: readonly unknown[]) => Promise<Timed<T>>
  /** Takes one message of the node. */
  readonly hear: (text: string, received: Micros) => void
  /** Listens to a subscription, beginning with what it has said already. */
  readonly listen: (subscription: string, listener: Listener) => void
  /** Forgets the session: rejects what waits, drops all listeners. */
  readonly lose: (why: string) => void
  /** Age of the oldest request that waits, in milliseconds; 0 where none does. */
  readonly oldestMs: () => number
}

type Reply = {
  readonly id?: number
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown }
  readonly params?: { readonly subscription: string; readonly result: unknown }
}
type Waiting = {
  readonly hear: (reply: Reply, received: Micros) => void
  readonly lose: (error: MevdError) => void
  readonly since: number
}
type Note = { readonly result: unknown; readonly received: Micros }

/** An exchange with the node at `ipc`, before its first session. */
export function exchangeOver(ipc: string): Exchange {
  const waiting = new Map<number, Waiting>()
  const listeners = new Map<string, Listener>()
  const early = new Map<string, Note[]>()
  let nextId = 1

  const notify = (id: string, note: Note): void => {
    const listener = listeners.get(id)
    if (listener) listener(note.result, note.received)
    else early.set(id, [...(early.get(id) ?? []), note])
  }
  return {
    ask: <T>(socket: Socket, method: string, params: readonly unknown[]) =>
      new Promise<Timed<T>>((resolve, reject) => {
        const id = nextId++
        waiting.set(id, {
          since: performance.now(),
          lose: reject,
          hear: (reply, received) => {
            if (reply.error) reject(refused(method, reply.error))
            else resolve({ result: reply.result as T, received })
          },
        })
        socket.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`)
      }),
    hear(text, received) {
      const reply = JSON.parse(text) as Reply
      if (reply.params) {
        notify(reply.params.subscription, { result: reply.params.result, received })
        return
      }
      const waiter = waiting.get(reply.id ?? -1)
      waiting.delete(reply.id ?? -1)
      waiter?.hear(reply, received)
    },
    listen(id, listener) {
      listeners.set(id, listener)
      for (const note of early.get(id) ?? []) listener(note.result, note.received)
      early.delete(id)
    },
    lose(why) {
      const lost = [...waiting.values()]
      waiting.clear()
      listeners.clear()
      early.clear()
      for (const { lose } of lost) lose(unreachable(ipc, why))
    },
    oldestMs: () => {
      const oldest = waiting.values().next().value
      return oldest ? performance.now() - oldest.since : 0
    },
  }
}

/** The failure of a link that is down. */
export const unreachable = (ipc: string, why: string): MevdError =>
  new MevdError('NODE_UNREACHABLE', `no link to the node at ${ipc}: ${why}`)

const refused = (method: string, error: NonNullable<Reply['error']>): MevdError =>
  new MevdError('NODE_ERROR', `${method}: ${error.message}`, {
    facts: { method, code: error.code, data: error.data },
  })
