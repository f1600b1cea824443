import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  algebra,
  fromRecord as algebraOf,
} from '../../../../daemon/market/venues/uniswap-v3/algebra.ts'
import {
  fromRecord as pancakeOf,
  pancakeV3,
} from '../../../../daemon/market/venues/uniswap-v3/pancake-v3.ts'
import { fromRecord as slipstreamOf } from '../../../../daemon/market/venues/uniswap-v3/slipstream.ts'
import { swapExactIn, swapExactOut } from '../../../../daemon/market/venues/uniswap-v3/swap.ts'
import { logOf, withData } from '../../../chains/decode/log-of.ts'
import { NOW } from '../laws.ts'
import { anyPool, anySize, FEES, poolOf } from './pools.ts'
import { referenceSwap } from './reference.ts'

const medium = { feePpm: 3000, tickSpacing: 60 }
const who = `0x${'1'.repeat(40)}`
const pool = poolOf(medium, 0, 0, [{ lower: -887_220, upper: 887_220, liquidity: 10n ** 20n }])
const record = {
  type: 'any',
  address: who,
  tokens: [who, `0x${'2'.repeat(40)}`],
  fee_ppm: 3000,
  tick_spacing: 60,
  sqrt_price_x96: String(pool.sqrtPriceX96),
  liquidity: String(pool.liquidity),
  tick: '0',
  ticks: [
    ['-887220', String(10n ** 20n)],
    ['887220', String(-(10n ** 20n))],
  ],
}

describe('a pool whose ticks are a linked list', () => {
  test('steps from one initialised tick to the next, as Algebra Integral', () => {
    fc.assert(
      fc.property(anyPool(FEES), fc.boolean(), anySize(40), (state, down, amount) => {
        const linked = { ...state, bitmapSpacing: 0 }
        expect(swapExactIn(linked, down, amount)).toEqual(referenceSwap(linked, down, amount))
        expect(swapExactOut(linked, down, amount)).toEqual(referenceSwap(linked, down, -amount))
      }),
      { numRuns: 400 },
    )
  })

  test('rounds less often than one with words', () => {
    const [words, linked] = [pool, { ...pool, bitmapSpacing: 0 }].map((state) =>
      algebra.quoteIn(state, 0, 1, 10n ** 24n, NOW),
    )
    expect(words).not.toEqual(linked)
  })

  test('may have a bitmap of its own spacing, as the older Algebra', () => {
    fc.assert(
      fc.property(anyPool([medium]), fc.boolean(), anySize(24), (state, down, amount) => {
        const old = { ...state, bitmapSpacing: 1, tickSpacing: 60 }
        const plain = { ...state, tickSpacing: 1 }
        expect(swapExactIn(old, down, amount)).toEqual(referenceSwap(plain, down, amount))
      }),
      { numRuns: 30 },
    )
  })
})

describe('algebra', () => {
  test('takes its fee from its logs, for one direction or for both', () => {
    const one = algebra.fold(pool, logOf('event Fee(uint16 fee)', { fee: 500 }))
    expect(one).toEqual({ ...pool, feePpm: 500 })
    const two = algebra.fold(pool, logOf('event Fee(uint16 a, uint16 b)', { a: 500, b: 900 }))
    expect(two).toEqual({ ...pool, feePpm: 500, feePpm10: 900 })
    expect(two && algebra.fold(two, logOf('event Fee(uint16 fee)', { fee: 500 }))).toEqual(one)
    const spacing = logOf('event TickSpacing(int24 spacing)', { spacing: 5 })
    expect(algebra.fold(pool, spacing)).toEqual({ ...pool, tickSpacing: 5 })
    expect(algebra.fold(pool, withData(spacing, '0x'))).toBeNull()
    expect(algebra.fold(pool, { ...spacing, topics: [] })).toBe(pool)
    expect(algebra.topics).toContain(spacing.topics[0])
    expect(algebra.drift).toBe('read')
  })

  test('is read without words unless the record says so', () => {
    expect(algebraOf(record).state.bitmapSpacing).toBe(0)
    expect(algebraOf({ ...record, bitmap_spacing: 60 }).state.bitmapSpacing).toBe(60)
    const two = algebraOf({ ...record, fee_ppm: [100, 200] }).state
    expect(two).toMatchObject({ feePpm: 100, feePpm10: 200 })
    expect(() => algebraOf({ ...record, bitmap_spacing: -1 })).toThrow('bitmap_spacing')
  })
})

describe('pancakeV3', () => {
  const SWAP =
    'event Swap(address indexed a, address indexed b, int256 c, int256 d, uint160 price, uint128 liquidity, int24 tick, uint128 e, uint128 f)'
  const args = { a: who, b: who, c: 1n, d: -1n, price: 9n, liquidity: 3n, tick: -9, e: 1n, f: 0n }

  test('follows its own swaps, and no Uniswap V3 swap is among its topics', () => {
    const moved = { sqrtPriceX96: 9n, liquidity: 3n, tick: -9 }
    const log = logOf(SWAP, args)
    expect(pancakeV3.fold(pool, log)).toEqual({ ...pool, ...moved })
    expect(pancakeV3.fold(pool, withData(log, '0x'))).toBeNull()
    expect(pancakeV3.topics).toContain(log.topics[0])
    const mint =
      'event Mint(address sender, address indexed owner, int24 indexed lower, int24 indexed upper, uint128 amount, uint256 a, uint256 b)'
    const position = { sender: who, owner: who, lower: -60, upper: 60, amount: 7n, a: 0n, b: 0n }
    expect(pancakeV3.fold(pool, logOf(mint, position))).toMatchObject({
      liquidity: pool.liquidity + 7n,
    })
  })

  test('is read as a V3 pool, as is Slipstream', () => {
    expect(pancakeOf(record).state).toEqual(slipstreamOf(record).state)
    expect(pancakeOf(record).state).toMatchObject({ feePpm: 3000, liquidity: 10n ** 20n })
  })
})
