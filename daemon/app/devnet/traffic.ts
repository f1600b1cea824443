import type { Rpc } from '../../chains/types.ts'
import { encodeCall } from '../../execution/abi.ts'
import { quantity } from '../../kernel/hex.ts'
import type { Hex } from '../../kernel/units.ts'
import type { WorldAddresses } from './addresses.ts'
import type { Trade } from './plan.ts'

/** One limit for all, so that Anvil never finds a later nonce too high and forgets it. */
const GAS = 600_000

/** What the traders pay on top of the base fee, in wei a unit of gas. */
const TIP = 10n ** 9n

/**
 * Hands a block's trades to the node, in order, and returns their hashes.
 *
 * The traders pay a tip of 1 gwei over the next base fee and no more: Anvil orders a block by the
 * most that a transaction would pay, not by what it pays. It does not mine. Errs with what the node
 * says.
 */
export async function sendBlock(
  rpc: Rpc,
  world: Pick<WorldAddresses, 'trader' | 'tokens'>,
  trades: readonly Trade[],
): Promise<readonly Hex[]> {
  const hashes: Hex[] = []
  const { baseFeePerGas } = await rpc.request<{ readonly baseFeePerGas: Hex }>(
    'eth_getBlockByNumber',
    ['latest', false],
  )
  const maxFee = (BigInt(baseFeePerGas) * 9n) / 8n + 1n + TIP
  for (const trade of trades) {
    const transaction = {
      ...{ from: trade.from, to: world.trader, data: dataOf(world, trade), gas: quantity(GAS) },
      ...{ maxFeePerGas: quantity(maxFee), maxPriorityFeePerGas: quantity(TIP) },
    }
    hashes.push(await rpc.request<Hex>('eth_sendTransaction', [transaction]))
  }
  return hashes
}

function dataOf({ tokens }: Pick<WorldAddresses, 'tokens'>, trade: Trade): Hex {
  const { address, venue, feePpm } = trade.pool
  if (trade.kind !== 'swap') {
    const call = `function ${trade.kind}V3(address pool, int24 lower, int24 upper, uint128 liquidity)`
    return encodeCall(call, [address, trade.lower, trade.upper, trade.liquidity])
  }
  const sale = [address, tokens[trade.tokenIn].address, trade.amountIn]
  if (venue === 'uniswap-v3') {
    return encodeCall('function swapV3(address pool, address tokenIn, uint256 amountIn)', sale)
  }
  const call = 'function swapV2(address pair, address tokenIn, uint256 amountIn, uint256 feePpm)'
  return encodeCall(call, [...sale, feePpm])
}
