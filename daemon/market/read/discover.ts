import { topics } from '../../chains/decode/topics.ts'
import { decodePairCreated } from '../../chains/decode/uniswap-v2.ts'
import { decodePoolCreated } from '../../chains/decode/uniswap-v3-factory.ts'
import type { WireLog } from '../../chains/feeds/blocks.ts'
import type { BlockRef, Rpc } from '../../chains/types.ts'
import type { DexOptions } from '../../config/types.ts'
import { quantity } from '../../kernel/hex.ts'
import type { Hex } from '../../kernel/units.ts'

/** A pool that a factory made, before its state is read. */
export type PoolSeed = {
  readonly address: Hex
  readonly dex: string
  readonly tokens: readonly [Hex, Hex]
} & (
  | { readonly venue: 'uniswap-v2'; readonly feePpm: number }
  | { readonly venue: 'uniswap-v3'; readonly feePpm: number; readonly tickSpacing: number }
)

/** The pools that a factory made up to `block`, by its own events, in their order. */
export async function discoverPools(
  rpc: Rpc,
  dex: DexOptions,
  fromBlock: number,
  block: BlockRef,
): Promise<readonly PoolSeed[]> {
  const logs = await rpc.request<readonly WireLog[]>('eth_getLogs', [
    {
      address: dex.factory,
      topics: [dex.venue === 'uniswap-v2' ? topics.pairCreated : topics.poolCreated],
      fromBlock: quantity(fromBlock),
      toBlock: quantity(block.height),
    },
  ])
  return logs.flatMap((log) => seedOf(dex, log) ?? [])
}

function seedOf(dex: DexOptions, log: WireLog): PoolSeed | null {
  if (dex.venue === 'uniswap-v2') {
    const made = decodePairCreated(log.topics, log.data)
    if (made === null) return null
    const { token0, token1, pair } = made
    return {
      venue: dex.venue,
      address: pair,
      dex: dex.name,
      tokens: [token0, token1],
      feePpm: dex.fee,
    }
  }
  const made = decodePoolCreated(log.topics, log.data)
  if (made === null) return null
  const { token0, token1, feePpm, tickSpacing, pool } = made
  return {
    venue: dex.venue,
    address: pool,
    dex: dex.name,
    tokens: [token0, token1],
    feePpm,
    tickSpacing,
  }
}
