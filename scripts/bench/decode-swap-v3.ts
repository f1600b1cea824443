import { decodeEventLog, parseAbi } from 'viem'
import { topics } from '../../daemon/chains/decode/topics.ts'
import { decodeV3Swap } from '../../daemon/chains/decode/uniswap-v3.ts'
import type { Hex } from '../../daemon/kernel/units.ts'
import type { Bench } from './harness.ts'
import { dataOf, inputs, turning } from './inputs.ts'

const abi = parseAbi([
  'event Swap(address indexed sender, address indexed recipient, int256 amount0, int256 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick)',
])

/** Data of a V3 `Swap` log to price, liquidity and tick. */
export function decodeSwapV3Bench(): Bench {
  const all = inputs((i) =>
    dataOf(
      BigInt(i + 1) * 10n ** 18n,
      BigInt(i + 1) * -(10n ** 10n),
      1516464245865672766105390503158072n + BigInt(i),
      1172977496694614619n,
      -197_201n + BigInt(i),
    ),
  )
  const next = turning(all)
  const nextOfPeer = turning(all)
  const party: Hex = `0x${'0'.repeat(24)}${'1'.repeat(40)}`
  const log = [topics.v3Swap, party, party] as [Hex, ...Hex[]]
  return {
    name: 'decode-swap-v3',
    work: () => decodeV3Swap(next()),
    peer: {
      name: 'viem decodeEventLog',
      work: () => decodeEventLog({ abi, topics: log, data: nextOfPeer() }),
    },
  }
}
