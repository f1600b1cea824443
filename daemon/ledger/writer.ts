import { Worker } from 'node:worker_threads'
import { MevdError, messageOf } from '../kernel/errors.ts'
import type { Entry, Note } from './types.ts'

/** What the writer's thread is told. */
export type WriterRequest =
  | { readonly kind: 'append'; readonly ticket: number; readonly entries: readonly Entry[] }
  | { readonly kind: 'note'; readonly notes: readonly Note[] }
  | { readonly kind: 'close' }

/** What the writer's thread answers: everything up to and including `ticket` is on disk. */
export type WriterReply =
  | { readonly kind: 'durable'; readonly ticket: number }
  | { readonly kind: 'failed'; readonly ticket: number; readonly why: string }

/** Writes the books from a thread of its own. */
export type Writer = {
  /** Resolves once the lines are on disk; rejects with `LEDGER_CORRUPT` where they could not be written. */
  readonly append: (entries: readonly Entry[]) => Promise<void>
  /** Writes what money does not hang on, soon. */
  readonly note: (notes: readonly Note[]) => void
  /** Writes what is left and ends the thread. */
  readonly close: () => Promise<void>
}

type Waiting = { readonly resolve: () => void; readonly reject: (error: Error) => void }

/** Starts the writer of a state directory. */
export function startWriter(directory: string): Writer {
  const thread = new Worker(new URL('./writer-thread.ts', import.meta.url), {
    workerData: { directory },
  })
  const waiting = new Map<number, Waiting>()
  let ticket = 0
  let broken: MevdError | null = null

  const fail = (why: string): void => {
    broken ??= new MevdError('LEDGER_CORRUPT', `the books cannot be written: ${why}`)
    for (const { reject } of waiting.values()) reject(broken)
    waiting.clear()
  }
  thread.on('message', (reply: WriterReply) => {
    if (reply.kind === 'failed') {
      fail(reply.why)
      return
    }
    waiting.get(reply.ticket)?.resolve()
    waiting.delete(reply.ticket)
  })
  thread.on('error', (error) => fail(messageOf(error)))
  const ended = new Promise<void>((resolve) => {
    thread.once('exit', () => {
      fail('the writer has ended')
      resolve()
    })
  })

  return {
    append: (entries) =>
      new Promise((resolve, reject) => {
        if (broken) {
          reject(broken)
          return
        }
        ticket++
        waiting.set(ticket, { resolve, reject })
        thread.postMessage({ kind: 'append', ticket, entries } satisfies WriterRequest)
      }),
    note: (notes) => {
      thread.postMessage({ kind: 'note', notes } satisfies WriterRequest)
    },
    close() {
      thread.postMessage({ kind: 'close' } satisfies WriterRequest)
      return ended
    },
  }
}
