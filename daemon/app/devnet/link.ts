import { type Connection, connect, untilUp } from '../../chains/rpc/connection.ts'
import { systemClock } from '../../ops/clock.ts'

/** A link to a node's socket, up by the time it is given; `NODE_UNREACHABLE` after ten seconds. */
export async function linkTo(ipc: string): Promise<Connection> {
  const stop = new AbortController()
  const connection = connect({ clock: systemClock, signal: stop.signal }, { ipc })
  try {
    await untilUp(connection, 10_000)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}
