import { chmodSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { MevdError, messageOf } from '../kernel/errors.ts'
import { toJson } from '../kernel/json.ts'

/** What the daemon does for a request: `GET /status` and its like, each giving a JSON value or a text. */
export type Routes = Readonly<Record<string, () => Promise<unknown>>>

/**
 * Serves the admin socket: HTTP over a unix socket that only this user can open.
 *
 * @returns closes it and takes the socket away.
 */
export async function serveAdmin(path: string, routes: Routes): Promise<() => Promise<void>> {
  rmSync(path, { force: true })
  const server = createServer((incoming, outgoing) => void answer(routes, incoming, outgoing))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  chmodSync(path, 0o600)
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
}

async function answer(
  routes: Routes,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const route = routes[`${incoming.method} ${incoming.url}`]
  if (route === undefined) {
    reply(outgoing, 404, { code: 'USAGE', message: `no ${incoming.method} ${incoming.url}` })
    return
  }
  try {
    reply(outgoing, 200, await route())
  } catch (error) {
    const code = error instanceof MevdError ? error.code : 'BUG'
    reply(outgoing, 500, { code, message: messageOf(error) })
  }
}

function reply(outgoing: ServerResponse, status: number, body: unknown): void {
  const text = typeof body === 'string' ? body : toJson(body)
  outgoing.writeHead(status, {
    'content-type': typeof body === 'string' ? 'text/plain; version=0.0.4' : 'application/json',
  })
  outgoing.end(text)
}

/**
 * Asks a running daemon over its admin socket.
 *
 * Errs with `DAEMON_UNREACHABLE` where nobody listens, and with the daemon's own code where it refuses.
 */
export function askDaemon<T>(path: string, method: 'GET' | 'POST', url: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const unanswered = (cause: unknown): void =>
      reject(new MevdError('DAEMON_UNREACHABLE', `no daemon answers at ${path}`, { cause }))
    const asked = request({ socketPath: path, method, path: url, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('error', unanswered)
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => {
        const json = response.headers['content-type']?.startsWith('application/json')
        const body: unknown = json ? JSON.parse(text) : text
        if (response.statusCode === 200) resolve(body as T)
        else reject(refusal(body as { code: MevdError['code']; message: string }))
      })
    })
    asked.on('error', unanswered)
    asked.end()
  })
}

const refusal = (body: { readonly code: MevdError['code']; readonly message: string }): MevdError =>
  new MevdError(body.code, body.message)
