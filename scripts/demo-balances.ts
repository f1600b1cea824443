import { worldAddresses } from '../daemon/app/devnet/addresses.ts'
import { searcher } from '../daemon/app/devnet/keys.ts'
import { latestHead } from '../daemon/chains/feeds/blocks.ts'
import type { Rpc } from '../daemon/chains/types.ts'
import { balancesAt } from '../daemon/execution/balances.ts'
import type { Hex } from '../daemon/kernel/units.ts'
import { systemClock } from '../daemon/ops/clock.ts'

/** What our accounts hold at one block, as the chain says. */
export type Balances = readonly {
  readonly account: Hex
  readonly asset: Hex | 'native'
  readonly units: bigint
}[]

/** Reads every balance of the signer and the executor at the chain's tip. */
export async function readBalances(rpc: Rpc): Promise<Balances> {
  const block = await latestHead(rpc, systemClock.monotonic)
  const tokens = Object.values(worldAddresses.tokens).map(({ address }) => address)
  return balancesAt(rpc, block, [searcher, worldAddresses.executor], tokens)
}
