import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodePancakeSwap, PANCAKE_SWAP_TOPIC } from '../../../daemon/chains/decode/pancake-v3.ts'
import { address, int24, int256, malformed, uint } from './events.ts'
import { logOf } from './log-of.ts'

const SWAP =
  'event Swap(address indexed sender, address indexed recipient, int256 amount0, int256 amount1, uint160 price, uint128 liquidity, int24 tick, uint128 fees0, uint128 fees1)'

const args = fc.record({
  sender: address,
  recipient: address,
  amount0: int256,
  amount1: int256,
  price: uint(160),
  liquidity: uint(128),
  tick: int24,
  fees0: uint(128),
  fees1: uint(128),
})

describe('decodePancakeSwap', () => {
  test('reads price, liquidity and tick before the fees of the protocol', () => {
    fc.assert(
      fc.property(args, (swap) => {
        const { topics, data } = logOf(SWAP, swap)
        const { price, liquidity, tick } = swap
        expect(topics[0]).toBe(PANCAKE_SWAP_TOPIC)
        expect(decodePancakeSwap(data)).toEqual({ sqrtPriceX96: price, liquidity, tick })
      }),
    )
  })

  test('is null for malformed data in the words that it reads', () => {
    const zeros = '0'.repeat(64 * 2)
    expect(decodePancakeSwap(`0x${zeros.repeat(3)}`)).toBeNull()
    fc.assert(
      fc.property(malformed(5), (data) => {
        fc.pre(data.startsWith('0x'))
        expect(decodePancakeSwap(`0x${zeros}${data.slice(2)}`)).toBeNull()
      }),
    )
  })
})
