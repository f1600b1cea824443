import { once } from 'node:events'
import { connect } from 'node:net'
import type { Rpc } from '../../daemon/chains/types.ts'
import { MevdError } from '../../daemon/kernel/errors.ts'

type Reply = {
  readonly id: number
  readonly result?: unknown
  readonly error?: { readonly message: string; readonly data?: unknown }
}

/** A JSON-RPC caller over a unix socket, with no more to it than these tests need. */
export async function connectIpc(path: string): Promise<Rpc & { readonly close: () => void }> {
  const socket = connect(path)
  await once(socket, 'connect')
  const open = new Map<number, (reply: Reply) => void>()
  let text = ''
  let last = 0
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    const lines = text.split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) hear(JSON.parse(line) as Reply)
  })
  const gone = { message: 'the socket closed' }
  socket.on('error', () => undefined)
  socket.on('close', () => {
    for (const id of [...open.keys()]) hear({ id, error: gone })
  })
  const hear = (reply: Reply) => {
    open.get(reply.id)?.(reply)
    open.delete(reply.id)
  }
  return {
    close: () => socket.destroy(),
    request: async <T>(method: string, params: readonly unknown[] = []): Promise<T> => {
      last += 1
      const id = last
      const reply = await new Promise<Reply>((resolve) => {
        open.set(id, resolve)
        socket.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`)
      })
      if (reply.error === undefined) return reply.result as T
      const facts = { method, data: reply.error.data }
      throw new MevdError('NODE_ERROR', reply.error.message, { facts })
    },
  }
}
