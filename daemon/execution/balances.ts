import type { BlockRef, Rpc } from '../chains/types.ts'
import { keccakText } from '../kernel/keccak.ts'
import type { Hex } from '../kernel/units.ts'

/** What an account holds of an asset, in smallest units. */
type Holding = { readonly account: Hex; readonly asset: Hex | 'native'; readonly units: bigint }

const BALANCE_OF = keccakText('balanceOf(address)').slice(0, 10)

/** What each account held of the native coin and of each token at the end of one block. */
export function balancesAt(
  rpc: Rpc,
  block: BlockRef,
  accounts: readonly Hex[],
  tokens: readonly Hex[],
): Promise<readonly Holding[]> {
  const at = { blockHash: block.id }
  const assets: readonly (Hex | 'native')[] = ['native', ...tokens]
  return Promise.all(
    accounts.flatMap((account) =>
      assets.map(async (asset) => {
        const data = `${BALANCE_OF}${account.slice(2).padStart(64, '0')}`
        const answer =
          asset === 'native'
            ? await rpc.request<Hex>('eth_getBalance', [account, at])
            : await rpc.request<Hex>('eth_call', [{ to: asset, data }, at])
        return { account, asset, units: BigInt(answer) }
      }),
    ),
  )
}
