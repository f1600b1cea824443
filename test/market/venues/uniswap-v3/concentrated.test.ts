import { describe, expect, test } from 'vitest'
import { concentrated } from '../../../../daemon/market/venues/uniswap-v3/concentrated.ts'
import { slipstream } from '../../../../daemon/market/venues/uniswap-v3/slipstream.ts'
import type { V3State } from '../../../../daemon/market/venues/uniswap-v3/state.ts'
import { swapExactIn } from '../../../../daemon/market/venues/uniswap-v3/swap.ts'
import {
  MAX_SQRT_RATIO,
  MIN_SQRT_RATIO,
  sqrtRatioAtTick,
} from '../../../../daemon/market/venues/uniswap-v3/tick-math.ts'
import { noTicks } from '../../../../daemon/market/venues/uniswap-v3/ticks.ts'
import { fromRecord, uniswapV3 } from '../../../../daemon/market/venues/uniswap-v3/uniswap-v3.ts'
import { logOf, withData } from '../../../chains/decode/log-of.ts'
import { NOW, obeysTheLaws, ratesLikeItQuotes, type Subject, sized } from '../laws.ts'
import { anyPool, FEES, poolOf } from './pools.ts'

const medium = { feePpm: 3000, tickSpacing: 60 }
const wide = { lower: -887_220, upper: 887_220, liquidity: 10n ** 20n }
const subject: Subject<V3State> = {
  venue: uniswapV3,
  pools: anyPool(FEES.slice(2), [-200_000, 200_000]),
  count: () => 2,
  amount: () => sized(1, 30),
  after: (state, i, _, { amountIn }) => ({ ...state, ...swapExactIn(state, i === 0, amountIn) }),
}

describe('a V3 pool', () => {
  obeysTheLaws(subject)
  ratesLikeItQuotes(
    {
      ...subject,
      pools: anyPool(FEES.slice(2), [-50_000, 50_000]).filter(
        (pool) => pool.liquidity > 10n ** 22n,
      ),
    },
    (state) => state.liquidity / 10n ** 9n,
    1e-5,
  )

  const pool = poolOf(medium, 0, 0, [wide])

  test('is quoted with what it takes when it runs out, and refused for more than it has', () => {
    const quote = uniswapV3.quoteIn(pool, 0, 1, 10n ** 60n, NOW)
    const swap = swapExactIn(pool, true, 10n ** 60n)
    expect(swap.amountIn).toBeLessThan(10n ** 60n)
    const { amountIn, amountOut } = swap
    expect(quote).toEqual({ kind: 'quoted', amountIn, amountOut })
    const all = uniswapV3.quoteOut?.(pool, 0, 1, 10n ** 60n, NOW)
    expect(all).toEqual({ kind: 'refused', why: 'OUTPUT_EXCEEDS_RESERVE' })
  })

  test('is refused where the contract reverts', () => {
    const why = (state: V3State, i: number, amount: bigint) =>
      uniswapV3.quoteIn(state, i, 1 - i, amount, NOW)
    const no = (reason: string) => ({ kind: 'refused', why: reason })
    expect(why({ ...pool, sqrtPriceX96: 0n }, 0, 1n)).toEqual(no('NO_LIQUIDITY'))
    expect(why({ ...pool, sqrtPriceX96: MIN_SQRT_RATIO + 1n }, 0, 1n)).toEqual(no('PRICE_LIMIT'))
    expect(why({ ...pool, sqrtPriceX96: MAX_SQRT_RATIO - 1n }, 1, 1n)).toEqual(no('PRICE_LIMIT'))
    expect(why(pool, 0, 1n << 255n)).toEqual(no('OVERFLOW'))
    expect(why(pool, 0, 0n)).toEqual(no('AMOUNT_ZERO'))
    expect(why({ ...pool, liquidity: 0n, ticks: noTicks }, 0, 5n)).toEqual(no('NO_LIQUIDITY'))
    expect(uniswapV3.quoteOut?.({ ...pool, liquidity: 0n, ticks: noTicks }, 0, 1, 5n, NOW)).toEqual(
      no('NO_LIQUIDITY'),
    )
    expect(why(pool, 0, 1n)).toEqual({ kind: 'quoted', amountIn: 1n, amountOut: 0n })
  })

  test('without liquidity in range has the rate of where it begins', () => {
    const between = poolOf(medium, 0, 0, [
      { lower: -600, upper: -300, liquidity: 1n },
      { lower: 300, upper: 600, liquidity: 1n },
    ])
    const root = (tick: number) => (Number(sqrtRatioAtTick(tick)) / 2 ** 96) ** 2
    expect(uniswapV3.rate(between, 0, 1, NOW)).toBeCloseTo(root(-300) * 0.997, 12)
    expect(uniswapV3.rate(between, 1, 0, NOW)).toBeCloseTo(0.997 / root(300), 12)
    expect(uniswapV3.product(between, 0, 1)).toBeNull()
    const atEdge = { ...between, tick: -300, sqrtPriceX96: sqrtRatioAtTick(-300) }
    expect(uniswapV3.rate(atEdge, 0, 1, NOW)).toBeCloseTo(root(-300) * 0.997, 12)
    expect(uniswapV3.rate({ ...atEdge, tick: 300 }, 1, 0, NOW)).toBe(0)
    const below = poolOf(medium, 0, 0, [{ lower: -600, upper: -300, liquidity: 5n }])
    expect(uniswapV3.rate(below, 1, 0, NOW)).toBe(0)
    expect(uniswapV3.rate({ ...pool, sqrtPriceX96: 0n }, 0, 1, NOW)).toBe(0)
    expect(uniswapV3.rate({ ...pool, sqrtPriceX96: 0n }, 1, 0, NOW)).toBe(0)
    expect(uniswapV3.product({ ...pool, sqrtPriceX96: 0n }, 1, 0)).toBeNull()
  })

  test('takes the fee of the direction where they differ', () => {
    const venue = concentrated({ name: 'two', drift: 'none', topics: [], fold: (state) => state })
    const two = { ...pool, feePpm10: 10_000 }
    expect(venue.quoteIn(two, 0, 1, 10n ** 9n, NOW)).toEqual(
      venue.quoteIn(pool, 0, 1, 10n ** 9n, NOW),
    )
    const up = swapExactIn({ ...pool, feePpm: 10_000 }, false, 10n ** 9n).amountOut
    expect(venue.quoteIn(two, 1, 0, 10n ** 9n, NOW)).toMatchObject({ amountOut: up })
    expect(venue.product(two, 1, 0)?.keep).toBeCloseTo(0.99, 12)
    expect(venue.rate(two, 1, 0, NOW)).toBeCloseTo(0.99, 6)
  })
})

const SWAP =
  'event Swap(address indexed a, address indexed b, int256 c, int256 d, uint160 price, uint128 liquidity, int24 tick)'
const MINT =
  'event Mint(address sender, address indexed owner, int24 indexed lower, int24 indexed upper, uint128 amount, uint256 a, uint256 b)'
const BURN =
  'event Burn(address indexed owner, int24 indexed lower, int24 indexed upper, uint128 amount, uint256 a, uint256 b)'
const who = `0x${'1'.repeat(40)}`

describe('the logs of a V3 pool', () => {
  const pool = poolOf(medium, 0, 0, [wide])
  const position = { sender: who, owner: who, lower: -60, upper: 60, amount: 7n, a: 0n, b: 0n }

  test('move price, tick and liquidity in range', () => {
    const after = { price: sqrtRatioAtTick(9), liquidity: 3n, tick: 9 }
    const log = logOf(SWAP, { a: who, b: who, c: 1n, d: -1n, ...after })
    const moved = { sqrtPriceX96: after.price, liquidity: 3n, tick: 9 }
    expect(uniswapV3.fold(pool, log)).toEqual({ ...pool, ...moved })
    expect(slipstream.fold(pool, log)).toEqual({ ...pool, ...moved })
    expect(slipstream.drift).toBe('read')
    const first = logOf('event Initialize(uint160 price, int24 tick)', {
      price: 1n << 96n,
      tick: 0,
    })
    expect(uniswapV3.fold({ ...pool, sqrtPriceX96: 0n }, first)).toEqual(pool)
  })

  test('add and remove positions, in range and out of it', () => {
    const minted = uniswapV3.fold(pool, logOf(MINT, position))
    expect(minted).toEqual(poolOf(medium, 0, 0, [wide, { ...position, liquidity: 7n }]))
    expect(minted && uniswapV3.fold(minted, logOf(BURN, position))).toEqual(pool)
    const above = { ...position, lower: 60, upper: 120 }
    const out = uniswapV3.fold(pool, logOf(MINT, above))
    expect(out).toEqual(poolOf(medium, 0, 0, [wide, { ...above, liquidity: 7n }]))
  })

  test('are refused where they contradict the pool', () => {
    expect(uniswapV3.fold(pool, logOf(BURN, position))).toBeNull()
    expect(uniswapV3.fold(pool, logOf(MINT, { ...position, lower: -61 }))).toBeNull()
    expect(uniswapV3.fold(pool, withData(logOf(MINT, position), '0x'))).toBeNull()
    const cut = { a: who, b: who, c: 1n, d: -1n, price: 1n, liquidity: 1n, tick: 1 }
    expect(uniswapV3.fold(pool, withData(logOf(SWAP, cut), '0x'))).toBeNull()
    const thin = { ...pool, liquidity: 0n }
    expect(
      uniswapV3.fold(thin, logOf(BURN, { ...position, ...{ lower: -887_220, upper: 887_220 } })),
    ).toBeNull()
    expect(uniswapV3.fold(pool, { ...logOf(MINT, position), topics: [] })).toBe(pool)
  })
})

describe('a uniswap-v3 record', () => {
  const record = {
    type: 'uniswap-v3',
    address: who,
    tokens: [who, `0x${'2'.repeat(40)}`],
    fee_ppm: 3000,
    tick_spacing: 60,
    sqrt_price_x96: String(1n << 96n),
    liquidity: '7',
    tick: '0',
    ticks: [
      ['60', '-7'],
      ['-60', '7'],
    ],
  }

  test('is read with its ticks in order', () => {
    const { state } = fromRecord(record)
    expect(state).toMatchObject({ feePpm: 3000, tick: 0, liquidity: 7n, tickSpacing: 60 })
    expect([...state.ticks.index]).toEqual([-60, 60])
    expect(state.ticks.net).toEqual([7n, -7n])
    expect(state).not.toHaveProperty('feePpm10')
    const last = { tick: '887272', sqrt_price_x96: String(MAX_SQRT_RATIO - 1n) }
    expect(fromRecord({ ...record, ...last }).state.tick).toBe(887_272)
    expect(fromRecord({ ...record, fee_ppm: [1, 2] }).state).toMatchObject({ feePpm10: 2 })
  })

  test.each([
    [{ sqrt_price_x96: String(MAX_SQRT_RATIO) }, 'sqrt_price_x96 must be a whole number'],
    [{ liquidity: String(1n << 128n) }, 'liquidity must be a whole number'],
    [{ tick: '900000' }, 'tick must be from -887272 to 887272'],
    [{ tick_spacing: 0 }, 'tick_spacing must be from 1'],
    [{ ticks: [['60']] }, 'ticks must be pairs'],
    [{ ticks: [['60', 'much']] }, 'liquidity of ticks must be whole'],
    [
      {
        ticks: [
          ['60', '1'],
          [60, '2'],
        ],
      },
      'ticks must differ',
    ],
    [{ ticks: null }, 'ticks must be a list'],
  ])('is refused with a sentence: %j', (change, sentence) => {
    expect(() => fromRecord({ ...record, ...change })).toThrow(sentence)
  })
})
