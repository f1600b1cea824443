import { expect, test } from 'vitest'
import type { RecordedPool } from '../../../daemon/chains/feeds/recording.ts'
import { type VenueName, venues } from '../../../daemon/market/venues/catalogue.ts'
import { type Quote, quoted, refused } from '../../../daemon/market/venues/quote.ts'
import { swapExactOut } from '../../../daemon/market/venues/uniswap-v3/swap.ts'
import { uniswapV3 } from '../../../daemon/market/venues/uniswap-v3/uniswap-v3.ts'
import type { Moment, Recorded, Venue } from '../../../daemon/market/venues/venue.ts'
import { describeWithData, readJson } from '../../data.ts'

type Integer = number | bigint
type Token = { readonly address: string; readonly symbol: string; readonly decimals: number }
type Entries = {
  readonly entries: Readonly<Record<string, { readonly value: Integer }>>
}
type Case = { readonly parts: readonly string[]; readonly value: bigint }

/** The quotes recorded in a file, by what was asked. */
const casesIn = (...path: readonly string[]): readonly Case[] =>
  Object.entries(readJson<Entries>('quotes', ...path).entries).map(([key, { value }]) => ({
    parts: key.split('|'),
    value: BigInt(value),
  }))

type Ask = (i: number, j: number, amount: string) => Quote

/** Quotes exact inputs from a record, as whoever reads a recording does. */
function asking(name: VenueName, fields: Readonly<Record<string, unknown>>, at: Moment): Ask {
  const { venue, fromRecord } = venues[name] as {
    readonly venue: Venue<unknown>
    readonly fromRecord: (record: RecordedPool) => Recorded<unknown>
  }
  const { state } = fromRecord({ type: name, ...fields } as unknown as RecordedPool)
  return (i, j, amount) => venue.quoteIn(state, i, j, BigInt(amount), at)
}

const texts = (values: readonly Integer[]): readonly string[] => values.map(String)
const share = (fraction: string): string => {
  const [top = '0', bottom = '1'] = fraction.split('/')
  return String((BigInt(top) * 10n ** 18n) / BigInt(bottom))
}

/** Expects each quote of a file; `places` says between which tokens it is, null for another pool's. */
function expectAll(
  cases: readonly Case[],
  ask: Ask,
  places: (parts: readonly string[]) => readonly [number, number] | null,
): number {
  let met = 0
  for (const { parts, value } of cases) {
    const pair = places(parts)
    if (pair === null) continue
    const quote = ask(...pair, parts.at(-1) ?? '')
    expect(quote, parts.join('|')).toMatchObject({ kind: 'quoted', amountOut: value })
    met += 1
  }
  return met
}

const bySymbol =
  (tokens: readonly Token[], part: number) =>
  (parts: readonly string[]): readonly [number, number] => {
    const [from, to] = (parts[part] ?? '').split('->')
    const placeOf = (symbol: string | undefined) =>
      tokens.findIndex((token) => token.symbol === symbol)
    return [placeOf(from), placeOf(to)]
  }

describeWithData('quotes recorded on chain, to the unit', () => {
  const NOW: Moment = { time: 1_770_494_987 }

  test('26 of an Aerodrome stable pool', () => {
    const folder = 'aerodrome-stable'
    const pool = readJson<{
      pool: string
      fee_raw: number
      token0: Token
      token1: Token
      reserves_token0: Integer
      reserves_token1: Integer
    }>('quotes', folder, 'aerodrome_v2_dola_usdbc_stable_block_46875151.json')
    const tokens = [pool.token0, pool.token1]
    const ask = asking(
      'solidly-stable',
      {
        address: pool.pool,
        tokens: tokens.map((token) => token.address),
        decimals: tokens.map((token) => token.decimals),
        fee_ppm: pool.fee_raw * 100,
        reserves: texts([pool.reserves_token0, pool.reserves_token1]),
      },
      NOW,
    )
    const cases = casesIn(folder, 'test_aerodrome_v2_stable_get_amount_out.json')
    expect(expectAll(cases, ask, bySymbol(tokens, 2))).toBe(26)
  })

  test('18 of the Curve 3pool', () => {
    const pool = readJson<{
      address: string
      balances: readonly Integer[]
      a_coefficient: number
      fee: number
      tokens: readonly Token[]
      initial_a: number
      future_a: number
      initial_a_time: number
      future_a_time: number
      block_timestamp: number
    }>('quotes', 'curve-3pool', 'curve_tripool_block_24407242.json')
    const ask = asking(
      'curve-stable',
      {
        address: pool.address,
        tokens: pool.tokens.map((token) => token.address),
        balances: texts(pool.balances),
        rates: pool.tokens.map((token) => String(10n ** BigInt(36 - token.decimals))),
        a: String(pool.a_coefficient),
        a_precision: 1,
        fee: String(pool.fee),
        initial_a: String(pool.initial_a),
        future_a: String(pool.future_a),
        initial_a_time: pool.initial_a_time,
        future_a_time: pool.future_a_time,
      },
      { time: pool.block_timestamp },
    )
    const cases = casesIn('curve-3pool', 'test_curve_tripool_get_dy.json')
    expect(expectAll(cases, ask, bySymbol(pool.tokens, 2))).toBe(18)
  })

  test.each(['usdc_weth', 'weth_bal'])('18 of the Balancer weighted pool %s', (name) => {
    const folder = 'balancer-weighted'
    const pool = readJson<{
      address: string
      tokens: readonly Token[]
      balances: readonly Integer[]
      weights: readonly Integer[]
      fee: string
      pow_version: string
    }>('quotes', folder, `balancer_weighted_${name}.json`)
    const ask = asking(
      folder,
      {
        address: pool.address,
        tokens: pool.tokens.map((token) => token.address),
        balances: texts(pool.balances),
        weights: texts(pool.weights),
        swap_fee: share(pool.fee),
        pow_version: pool.pow_version,
      },
      NOW,
    )
    const cases = casesIn(folder, `test_balancer_v2_${name}_query_swap.json`)
    expect(expectAll(cases, ask, bySymbol(pool.tokens, 3))).toBe(18)
  })

  test.each([
    ['bb_s_usd', 54],
    ['cbeth_wsteth', 18],
    ['tusd_bsp', 18],
    ['wsteth_weth', 18],
  ] as const)('of the Balancer stable pool %s, %i', (name, count) => {
    const folder = 'balancer-stable'
    const pool = readJson<{
      address: string
      tokens: readonly Token[]
      balances: readonly Integer[]
      amp: number
      fee: string
      resolved_scaling_factors: readonly Integer[]
      bpt_idx: number | null
      invariant_version: number
    }>('quotes', folder, `balancer_stable_${name}.json`)
    const fields = {
      address: pool.address,
      tokens: pool.tokens.map((token) => token.address),
      balances: texts(pool.balances),
      scaling: texts(pool.resolved_scaling_factors),
      amp: String(pool.amp),
      swap_fee: share(pool.fee),
      ...(pool.bpt_idx === null ? {} : { bpt_index: pool.bpt_idx }),
    }
    const cases = casesIn(folder, 'test_balancer_v2_stable_query_swap_given_in.json')
    const places = (parts: readonly string[]): readonly [number, number] | null => {
      const [address, , , from = '', to = ''] = parts
      return address === pool.address ? [Number(from.slice(2)), Number(to.slice(2))] : null
    }
    expect(expectAll(cases, asking(folder, fields, NOW), places)).toBe(count)
    const told = { ...fields, invariant_version: pool.invariant_version }
    expect(expectAll(cases, asking(folder, told, NOW), places)).toBe(count)
  })

  test('80 of a Uniswap V3 pool; outputs past its end are refused', () => {
    const folder = 'uniswap-v3'
    const pool = readJson<{
      pool: string
      scalars: Readonly<
        Record<'fee' | 'tick_spacing' | 'sqrt_price_x96' | 'tick' | 'liquidity', Integer>
      >
      tick_data: Readonly<Record<string, readonly [Integer, Integer, number]>>
    }>('quotes', folder, 'uniswap_v3_wbtc_weth_block_24407242.json')
    const { scalars, tick_data } = pool
    const { state } = venues['uniswap-v3'].fromRecord({
      type: folder,
      address: pool.pool,
      tokens: [`0x${'1'.repeat(40)}`, `0x${'2'.repeat(40)}`],
      fee_ppm: scalars.fee,
      tick_spacing: scalars.tick_spacing,
      sqrt_price_x96: String(scalars.sqrt_price_x96),
      liquidity: String(scalars.liquidity),
      tick: String(scalars.tick),
      ticks: Object.entries(tick_data).map(([index, [, net]]) => [index, String(net)]),
    })
    const cases = casesIn(folder, 'test_cached_calculations_v3_wbtc_weth.json')
    expect(cases).toHaveLength(80)
    for (const { parts, value } of cases) {
      const [, method, pair, text = ''] = parts
      const [i, j] = pair === 'WBTC->WETH' ? [0, 1] : [1, 0]
      const amount = BigInt(text)
      if (method === 'quoteExactInputSingle') {
        const quote = uniswapV3.quoteIn(state, i, j, amount, NOW)
        expect(quote, parts.join('|')).toMatchObject({ kind: 'quoted', amountOut: value })
        continue
      }
      const quote = uniswapV3.quoteOut?.(state, i, j, amount, NOW)
      const swap = swapExactOut(state, i === 0, amount)
      expect(swap.amountIn, parts.join('|')).toBe(value)
      if (swap.amountOut === amount) expect(quote).toEqual(quoted(value, amount))
      else expect(quote).toEqual(refused('OUTPUT_EXCEEDS_RESERVE'))
    }
  })
})
