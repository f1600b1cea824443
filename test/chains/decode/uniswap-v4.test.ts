import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeV4 } from '../../../daemon/chains/decode/uniswap-v4.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import { int24, malformed, uint } from './events.ts'
import { lessATopic, logOf, withData } from './log-of.ts'

const INITIALIZE =
  'event Initialize(bytes32 indexed id, address indexed currency0, address indexed currency1, uint24 fee, int24 tickSpacing, address hooks, uint160 price, int24 tick)'
const SWAP =
  'event Swap(bytes32 indexed id, address indexed sender, int128 amount0, int128 amount1, uint160 price, uint128 liquidity, int24 tick, uint24 fee)'
const MODIFY =
  'event ModifyLiquidity(bytes32 indexed id, address indexed sender, int24 lower, int24 upper, int256 delta, bytes32 salt)'
const FEE = 'event ProtocolFeeUpdated(bytes32 indexed id, uint24 fee)'

const ID: Hex = `0x${'ab'.repeat(32)}`
const WHO: Hex = `0x${'1'.repeat(40)}`
const shared = { id: ID, sender: WHO, currency0: WHO, currency1: WHO, hooks: WHO, salt: ID }
const rest = { amount0: 1n, amount1: -1n, fee: 3000, tickSpacing: 60 }
const zeros = { price: 0n, liquidity: 0n, tick: 0, lower: 0, upper: 0, delta: 0n }
const all = { ...shared, ...rest, ...zeros }

describe('decodeV4', () => {
  test('reads where a swap and the first price leave a pool', () => {
    fc.assert(
      fc.property(uint(160), uint(128), int24, (price, liquidity, tick) => {
        const swap = decodeV4(logOf(SWAP, { ...all, price, liquidity, tick }))
        const first = decodeV4(logOf(INITIALIZE, { ...all, price, tick }))
        const after = { sqrtPriceX96: price, tick }
        expect(swap).toEqual({ pool: ID, kind: 'price', price: { ...after, liquidity } })
        expect(first).toEqual({ pool: ID, kind: 'price', price: after })
      }),
    )
  })

  test('reads a change of a position, of either sign', () => {
    fc.assert(
      fc.property(int24, int24, uint(127), fc.boolean(), (lower, upper, size, less) => {
        const delta = less ? -size : size
        const log = decodeV4(logOf(MODIFY, { ...all, lower, upper, delta }))
        expect(log).toEqual({ pool: ID, kind: 'position', position: { lower, upper, delta } })
      }),
    )
  })

  test('reads the fee of the protocol, twelve bits a direction', () => {
    const log = decodeV4(logOf(FEE, { id: ID, fee: (250 << 12) | 1000 }))
    expect(log).toEqual({ pool: ID, kind: 'fee', protocolFeePpm: [1000, 250] })
  })

  test('says nothing of the logs of others', () => {
    expect(decodeV4({ topics: [], data: '0x' })).toEqual({ pool: null, kind: 'none' })
  })

  test('is null for malformed topics and data', () => {
    const logs = [
      [logOf(SWAP, all), 6],
      [logOf(INITIALIZE, all), 5],
      [logOf(MODIFY, all), 4],
      [logOf(FEE, all), 1],
    ] as const
    for (const [log, words] of logs) {
      expect(decodeV4(lessATopic(log))).toBeNull()
      expect(decodeV4(withData(log, `${log.data}00`))).toBeNull()
      expect(decodeV4(withData(log, log.data.slice(0, 2 + 64 * (words - 1)) as Hex))).toBeNull()
      expect(decodeV4({ ...log, topics: log.topics.with(1, '0x00') })).toBeNull()
    }
    const over = 'f'.repeat(64)
    const spoilt = (log: (typeof logs)[number][0], i: number) =>
      withData(log, `0x${log.data.slice(2, 2 + 64 * i)}${over}${log.data.slice(66 + 64 * i)}`)
    for (const i of [2, 3]) expect(decodeV4(spoilt(logs[0][0], i))).toBeNull()
    expect(decodeV4(spoilt(logs[1][0], 3))).toBeNull()
    expect(decodeV4(spoilt(logs[3][0], 0))).toBeNull()
    fc.assert(
      fc.property(malformed(4), (data) => {
        const log = decodeV4(withData(logs[2][0], data as Hex))
        if (log !== null) expect(data).toHaveLength(258)
      }),
    )
  })
})
