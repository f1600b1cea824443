import { parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../kernel/errors.ts'
import { openStore } from './store.ts'
import type { Entry, Note } from './types.ts'
import type { WriterReply, WriterRequest } from './writer.ts'

/**
 * The thread that writes the books: what arrives while a commit is under way is committed together.
 */
const { directory } = workerData as { readonly directory: string }
const store = openStore(directory)
const tell = (reply: WriterReply): void => parentPort?.postMessage(reply)

let queue: { readonly ticket: number; readonly entries: readonly Entry[] }[] = []
let notes: Note[] = []
let closing = false
let scheduled = false

function flush(): void {
  scheduled = false
  const batch = queue
  const jotted = notes
  queue = []
  notes = []
  if (batch.length > 0) {
    try {
      store.append(
        batch.flatMap(({ entries }) => entries),
        Date.now(),
      )
      for (const { ticket } of batch) tell({ kind: 'durable', ticket })
    } catch (error) {
      for (const { ticket } of batch) tell({ kind: 'failed', ticket, why: messageOf(error) })
    }
  }
  if (jotted.length > 0) store.note(jotted, Date.now())
  if (closing && queue.length === 0) {
    store.close()
    parentPort?.close()
  }
}

parentPort?.on('message', (request: WriterRequest) => {
  if (request.kind === 'append') queue.push(request)
  else if (request.kind === 'note') notes.push(...request.notes)
  else closing = true
  if (scheduled) return
  scheduled = true
  setImmediate(flush)
})
