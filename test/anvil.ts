import { env } from 'node:process'
import { describe } from 'vitest'
import { anvilInstalled } from '../daemon/app/devnet/anvil.ts'
import { type Devnet, startDevnet } from '../daemon/app/devnet/chain.ts'
import { linkTo } from '../daemon/app/devnet/link.ts'
import type { Connection } from '../daemon/chains/rpc/connection.ts'
import { folder } from './folders.ts'

const { MEVD_NO_SKIP } = env
const runs = anvilInstalled() || MEVD_NO_SKIP === '1'

/** A `describe` that is skipped, and says so, where no Anvil is installed; it fails where none may be. */
export function describeWithAnvil(name: string, body: () => void): void {
  const absent = 'skipped: no Anvil for this machine, run npm ci'
  describe.skipIf(!runs)(runs ? name : `${name} (${absent})`, body)
}

/** A devnet that mines on demand, and our own link to it. */
export type Net = Devnet & { readonly link: Connection }

/** Starts a devnet, new or as `directory` holds it. */
export async function openNet(directory = folder()): Promise<Net> {
  let link: Connection | undefined
  const connect = async (ipc: string): Promise<Connection> => {
    link = await linkTo(ipc)
    return link
  }
  const net = await startDevnet({ directory, blockMs: null, connect })
  if (link === undefined) throw new Error('the devnet did not connect')
  return { ...net, link }
}
