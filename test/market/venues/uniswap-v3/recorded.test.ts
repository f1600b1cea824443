import { expect, test } from 'vitest'
import type { V3State } from '../../../../daemon/market/venues/uniswap-v3/state.ts'
import { swapExactIn, swapExactOut } from '../../../../daemon/market/venues/uniswap-v3/swap.ts'
import { ticksOf } from '../../../../daemon/market/venues/uniswap-v3/ticks.ts'
import { describeWithData, readJson } from '../../../data.ts'

const FEE_PPM: Readonly<Record<string, number>> = {
  Lowest: 100,
  Low: 500,
  Medium: 3000,
  High: 10000,
}

type Integer = number | bigint
type RecordedPool = {
  readonly tokens: readonly { readonly address: string }[]
  readonly state: {
    readonly state: {
      readonly liquidity: Integer
      readonly sqrt_price: string
      readonly fee: string
      readonly tick: number
      readonly ticks: {
        readonly tick_spacing: number
        readonly ticks: readonly { readonly index: number; readonly net_liquidity: Integer }[]
      }
    }
  }
}
type RecordedQuotes = {
  readonly cases: readonly {
    readonly pool_index: number
    readonly token_in: string
    readonly amount_in: string
    readonly amount_out: string
    readonly sqrt_price_after: string
    readonly liquidity_after: string
    readonly tick_after: number
  }[]
}
type RecordedState = {
  readonly scalars: {
    readonly fee: number
    readonly tick_spacing: number
    readonly sqrt_price_x96: Integer
    readonly tick: number
    readonly liquidity: Integer
  }
  readonly tick_data: Readonly<Record<string, readonly [Integer, Integer, number]>>
}
type RecordedAnswers = {
  readonly entries: Readonly<Record<string, { readonly value: Integer }>>
}

function stateOf({ state: { state } }: RecordedPool): V3State {
  return {
    sqrtPriceX96: BigInt(state.sqrt_price),
    tick: state.tick,
    liquidity: BigInt(state.liquidity),
    tickSpacing: state.ticks.tick_spacing,
    feePpm: FEE_PPM[state.fee] ?? Number.NaN,
    ticks: ticksOf(state.ticks.ticks.map((tick) => [tick.index, BigInt(tick.net_liquidity)])),
  }
}

describeWithData('the 136 recorded quotes over 17 mainnet pools', () => {
  const pools = readJson<readonly RecordedPool[]>('v3-pools', 'pools.json')
  const { cases } = readJson<RecordedQuotes>('v3-pools', 'quotes.json')

  test('are met in amount, price, liquidity and tick', () => {
    expect(cases).toHaveLength(136)
    for (const quote of cases) {
      const pool = pools[quote.pool_index]
      if (pool === undefined) throw new Error('a quote without its pool')
      const zeroForOne = pool.tokens[0]?.address === quote.token_in.toLowerCase()
      const swap = swapExactIn(stateOf(pool), zeroForOne, BigInt(quote.amount_in))
      expect(swap.amountOut).toBe(BigInt(quote.amount_out))
      expect(swap.sqrtPriceX96).toBe(BigInt(quote.sqrt_price_after))
      expect(swap.liquidity).toBe(BigInt(quote.liquidity_after))
      expect(swap.tick).toBe(quote.tick_after)
    }
  })
})

describeWithData('the 80 quotes recorded on chain at block 24407242', () => {
  const folder = ['quotes', 'uniswap-v3'] as const
  const pool = readJson<RecordedState>(...folder, 'uniswap_v3_wbtc_weth_block_24407242.json')
  const answers = readJson<RecordedAnswers>(...folder, 'test_cached_calculations_v3_wbtc_weth.json')
  const { scalars, tick_data } = pool
  const state: V3State = {
    sqrtPriceX96: BigInt(scalars.sqrt_price_x96),
    tick: scalars.tick,
    liquidity: BigInt(scalars.liquidity),
    tickSpacing: scalars.tick_spacing,
    feePpm: scalars.fee,
    ticks: ticksOf(
      Object.entries(tick_data).map(([index, [gross, net]]) => {
        return [Number(index), BigInt(net), BigInt(gross)] as const
      }),
    ),
  }

  test('are met to the unit, inputs and outputs, past the end of the pool too', () => {
    const entries = Object.entries(answers.entries)
    expect(entries).toHaveLength(80)
    for (const [key, { value }] of entries) {
      const [, method, pair, amount = ''] = key.split('|')
      const zeroForOne = pair === 'WBTC->WETH'
      const ours =
        method === 'quoteExactInputSingle'
          ? swapExactIn(state, zeroForOne, BigInt(amount)).amountOut
          : swapExactOut(state, zeroForOne, BigInt(amount)).amountIn
      expect(ours, key).toBe(BigInt(value))
    }
  })
})
