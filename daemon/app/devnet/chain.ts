import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Rpc } from '../../chains/types.ts'
import type { Hex } from '../../kernel/units.ts'
import { type Anvil, startAnvil } from './anvil.ts'
import { plan } from './plan.ts'
import { sendBlock } from './traffic.ts'
import { deployWorld, type World } from './world.ts'

/** Chain id of every devnet; test keys are good on no other. */
export const DEVNET_CHAIN_ID = 31_337

/** Where a devnet lives and how it mines. */
export type DevnetOptions = {
  /** Gets the socket `node.ipc` and the state `state.json`; what is there is taken up again. */
  readonly directory: string
  /** Time between blocks; null mines on `mine` alone. */
  readonly blockMs: number | null
  /** Opens the socket. */
  readonly connect: (ipc: string) => Promise<Rpc & { readonly close: () => void }>
}

/** A running devnet. */
export type Devnet = {
  readonly rpc: Rpc
  readonly ipc: string
  readonly url: string
  readonly world: World
  readonly anvil: Anvil
  /** Mines so many blocks, one if not said. */
  readonly mine: (count?: number) => Promise<void>
  /** Sends the traffic of a block; it does not mine. */
  readonly traffic: (seed: number, index: number) => Promise<readonly Hex[]>
  readonly stop: () => Promise<void>
}

/** Starts an Anvil with the world on it, new or as the directory holds it. */
export async function startDevnet(options: DevnetOptions): Promise<Devnet> {
  const { directory, blockMs, connect } = options
  mkdirSync(directory, { recursive: true })
  const ipc = join(directory, 'node.ipc')
  const state = join(directory, 'state.json')
  const anvil = await startAnvil({ ipc, state, blockMs, chainId: DEVNET_CHAIN_ID })
  try {
    const rpc = await connect(ipc)
    await rpc.request('anvil_setLoggingEnabled', [false])
    const world = await deployWorld(rpc)
    return {
      ...{ rpc, ipc, world, anvil, url: anvil.url },
      mine: async (count = 1) => {
        for (let i = 0; i < count; i += 1) await rpc.request('evm_mine')
      },
      traffic: (seed, index) => sendBlock(rpc, world, plan(seed, index)),
      stop: async () => {
        rpc.close()
        await anvil.stop()
      },
    }
  } catch (error) {
    await anvil.stop()
    throw error
  }
}
