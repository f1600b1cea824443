import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fromRecord,
  leftOut,
  swapFee,
  uniswapV4,
  type V4State,
} from '../../../../daemon/market/venues/uniswap-v3/uniswap-v4.ts'
import { logOf, withData } from '../../../chains/decode/log-of.ts'
import { NOW, obeysTheLaws, sized } from '../laws.ts'
import { anyPool, anySize, FEES, poolOf } from './pools.ts'
import { referenceSwap } from './reference.ts'

const ID = `0x${'ab'.repeat(32)}` as const
const OTHER = `0x${'cd'.repeat(32)}` as const
const who = `0x${'1'.repeat(40)}`

const record = {
  type: 'uniswap-v4',
  address: who,
  tokens: [`0x${'0'.repeat(40)}`, who],
  pool_id: ID,
  hooks: `0x${'0'.repeat(40)}`,
  lp_fee_ppm: 3000,
  protocol_fee_ppm: [1000, 0],
  tick_spacing: 60,
  sqrt_price_x96: String(1n << 96n),
  liquidity: String(10n ** 20n),
  tick: '0',
  ticks: [
    ['-887220', String(10n ** 20n)],
    ['887220', String(-(10n ** 20n))],
  ],
}

const { state: plain } = fromRecord(record)
const pools: fc.Arbitrary<V4State> = anyPool(FEES.slice(2), [-100_000, 100_000]).map((pool) => ({
  ...plain,
  ...pool,
  feePpm10: swapFee(500, pool.feePpm),
}))

describe('a V4 pool', () => {
  obeysTheLaws({ venue: uniswapV4, pools, count: () => 2, amount: () => sized(1, 28) })

  test('swaps as V3 does, with the fee of the direction', () => {
    fc.assert(
      fc.property(pools, fc.constantFrom(0, 1), anySize(30), (state, i, amount) => {
        const feePpm = [state.feePpm, state.feePpm10 ?? 0][i] as number
        const { amountIn, amountOut } = referenceSwap({ ...state, feePpm }, i === 0, amount)
        fc.pre(amountIn > 0n)
        const quote = uniswapV4.quoteIn(state, i, 1 - i, amount, NOW)
        expect(quote).toEqual({ kind: 'quoted', amountIn, amountOut })
      }),
      { numRuns: 200 },
    )
  })

  test('refuses amounts that an int128 does not hold', () => {
    const deep = { ...poolOf(plain, 0, 0, []), liquidity: (1n << 128n) - 1n }
    const state = { ...plain, ...deep }
    const no = { kind: 'refused', why: 'OVERFLOW' }
    expect(uniswapV4.quoteIn(state, 0, 1, (1n << 127n) - 1n, NOW)).toMatchObject({ kind: 'quoted' })
    expect(uniswapV4.quoteIn(state, 0, 1, 1n << 127n, NOW)).toEqual(no)
    expect(uniswapV4.quoteOut?.(state, 0, 1, (1n << 127n) - 1n, NOW)).toEqual(no)
  })
})

describe('swapFee', () => {
  test("is the protocol's share and the rest's, rounded up", () => {
    expect(swapFee(0, 3000)).toBe(3000)
    expect(swapFee(1000, 3000)).toBe(3997)
    expect(swapFee(1000, 0)).toBe(1000)
    expect(swapFee(999, 1)).toBe(1000)
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1_000_000), (protocol, lp) => {
        const left = Math.ceil((lp * (1_000_000 - protocol)) / 1_000_000)
        expect(swapFee(protocol, lp)).toBe(protocol + left)
      }),
    )
  })
})

describe('leftOut', () => {
  const hook = (flags: number) => ({ hooks: `0x${flags.toString(16).padStart(40, 'f0')}` })

  test('says why a hook keeps a pool out: each of the four permissions on swaps', () => {
    for (const bit of [7, 6, 3, 2]) {
      const hooks = `0x${'1'.repeat(36)}${(1 << bit).toString(16).padStart(4, '0')}`
      expect(leftOut({ hooks })).toBe('its hook takes part in swaps')
      expect(() => fromRecord({ ...record, hooks })).toThrow('the pool is left out: its hook')
    }
  })

  test('lets hooks be that see liquidity, donations or the beginning', () => {
    const others = [13, 12, 11, 10, 9, 8, 5, 4, 1, 0].reduce((flags, bit) => flags | (1 << bit), 0)
    expect(leftOut({ hooks: `0x${'1'.repeat(36)}${others.toString(16)}` })).toBeNull()
    expect(leftOut(record)).toBeNull()
    expect(leftOut({})).toBeNull()
    expect(leftOut(hook(0xf0f0 & ~0b1100_1100))).toBeNull()
  })

  test('says why a fee does', () => {
    expect(leftOut({ fee: 0x80_0000 })).toBe('its hook sets the fee')
    expect(leftOut({ ...record, lp_fee_ppm: 0x80_0000 })).toBe('its hook sets the fee')
    expect(leftOut({ fee: 1_000_000 })).toBe('its fee is the whole input')
  })
})

describe('the logs of the PoolManager', () => {
  const SWAP =
    'event Swap(bytes32 indexed id, address indexed sender, int128 a, int128 b, uint160 price, uint128 liquidity, int24 tick, uint24 fee)'
  const MODIFY =
    'event ModifyLiquidity(bytes32 indexed id, address indexed sender, int24 lower, int24 upper, int256 delta, bytes32 salt)'
  const FEE = 'event ProtocolFeeUpdated(bytes32 indexed id, uint24 fee)'
  const swap = { sender: who, a: 1n, b: -1n, price: 9n, liquidity: 3n, tick: -9, fee: 3000 }
  const position = { sender: who, lower: -60, upper: 60, delta: 7n, salt: ID }

  test('move the pool whose id they name, and no other', () => {
    const moved = { sqrtPriceX96: 9n, liquidity: 3n, tick: -9 }
    expect(uniswapV4.fold(plain, logOf(SWAP, { id: ID, ...swap }))).toEqual({ ...plain, ...moved })
    expect(uniswapV4.fold(plain, logOf(SWAP, { id: OTHER, ...swap }))).toBe(plain)
    const added = uniswapV4.fold(plain, logOf(MODIFY, { id: ID, ...position }))
    expect(added?.liquidity).toBe(plain.liquidity + 7n)
    const gone = added && uniswapV4.fold(added, logOf(MODIFY, { id: ID, ...position, delta: -7n }))
    expect(gone?.ticks.index).toEqual(plain.ticks.index)
    expect(gone?.liquidity).toBe(plain.liquidity)
  })

  test('change the fee of the protocol', () => {
    const log = logOf(FEE, { id: ID, fee: (500 << 12) | 250 })
    expect(uniswapV4.fold(plain, log)).toEqual({
      ...plain,
      protocolFeePpm: [250, 500],
      feePpm: swapFee(250, 3000),
      feePpm10: swapFee(500, 3000),
    })
  })

  test('are refused when malformed, and ignored when of others', () => {
    expect(uniswapV4.fold(plain, withData(logOf(SWAP, { id: ID, ...swap }), '0x'))).toBeNull()
    const less = logOf(MODIFY, { id: ID, ...position, delta: -(10n ** 20n) - 1n })
    expect(uniswapV4.fold(plain, less)).toBeNull()
    expect(uniswapV4.fold(plain, { ...less, topics: [] })).toBe(plain)
  })
})

describe('a uniswap-v4 record', () => {
  test('is read with both fees together', () => {
    expect(plain).toMatchObject({ poolId: ID, feePpm: 3997, feePpm10: 3000, lpFeePpm: 3000 })
    const one = fromRecord({ ...record, protocol_fee_ppm: 1000 }).state
    expect(one).toMatchObject({ protocolFeePpm: [1000, 1000], feePpm10: 3997 })
  })

  test.each([
    [{ pool_id: '0x12' }, 'pool_id must be 32 bytes of hex'],
    [{ lp_fee_ppm: undefined }, 'lp_fee_ppm must be a whole number'],
    [{ protocol_fee_ppm: 1001 }, 'protocol_fee_ppm must be from 0 to 1000'],
    [{ hooks: 'none' }, 'hooks must be an address'],
  ])('is refused with a sentence: %j', (change, sentence) => {
    expect(() => fromRecord({ ...record, ...change })).toThrow(sentence)
  })
})
