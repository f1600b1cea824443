import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { framer } from '../../daemon/chains/rpc/framing.ts'
import { micros } from '../../daemon/kernel/units.ts'
import { folder } from '../folders.ts'

/** One request as it came in. */
export type Call = {
  readonly id: number
  readonly method: string
  readonly params: readonly unknown[]
}

/** Answers calls; what it returns is sent as it is, and nothing where it returns null. */
export type Answerer = (call: Call, say: (text: string) => void) => string | null

/** A JSON-RPC server on a unix socket that says what it is told to say. */
export type SocketServer = {
  readonly ipc: string
  readonly calls: Call[]
  /** Sends a text to every client. */
  readonly say: (text: string) => void
  /** Ends as a killed process does: every link breaks, the socket file stays. */
  readonly kill: () => Promise<void>
  readonly start: () => Promise<void>
}

/** Text of an answer. */
export const answer = (id: number, result: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', id, result })

/** Text of a refusal. */
export const refusal = (id: number, code: number, text: string, data?: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', id, error: { code, message: text, data } })

/** Text of what a subscription says. */
export const note = (subscription: string, result: unknown): string =>
  JSON.stringify({
    jsonrpc: '2.0',
    method: 'eth_subscription',
    params: { subscription, result },
  })

/** Starts a server that answers as `answerer` says. */
export async function socketServer(answerer: Answerer): Promise<SocketServer> {
  const ipc = join(folder(), 'node.ipc')
  const calls: Call[] = []
  const links = new Set<Socket>()
  const say = (text: string): void => {
    for (const link of links) link.write(text)
  }
  const accept = (link: Socket): void => {
    links.add(link)
    link.on('close', () => links.delete(link))
    link.on('error', () => undefined)
    const hear = framer((text) => {
      const call = JSON.parse(text) as Call
      calls.push(call)
      const reply = answerer(call, say)
      if (reply !== null) link.write(reply)
    })
    link.on('data', (chunk: Buffer) => hear(chunk, micros(0)))
  }
  let server = createServer(accept)
  const start = async (): Promise<void> => {
    rmSync(ipc, { force: true })
    server = createServer(accept).listen(ipc)
    await once(server, 'listening')
  }
  const kill = async (): Promise<void> => {
    const closed = once(server, 'close')
    for (const link of links) link.destroy()
    server.close()
    await closed
  }
  await start()
  return { ipc, calls, say, kill, start }
}
