import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { erc4626, fromRecord, type VaultState } from '../../../daemon/market/venues/erc4626.ts'
import { logOf, withData } from '../../chains/decode/log-of.ts'
import { NOW, obeysTheLaws, paid, ratesLikeItQuotes, type Subject, shareOf, sized } from './laws.ts'

const pools: fc.Arbitrary<VaultState> = fc.record({
  totalAssets: sized(2, 30),
  totalSupply: sized(2, 30),
  virtualShares: fc.constantFrom(null, 1n, 10n ** 6n),
})
const subject: Subject<VaultState> = {
  venue: erc4626,
  pools,
  count: () => 2,
  amount: (state, i) => shareOf((i === 0 ? state.totalAssets : state.totalSupply) / 2n),
  after: (state, i, _, { amountIn, amountOut }) => ({
    ...state,
    totalAssets: i === 0 ? state.totalAssets + amountIn : state.totalAssets - amountOut,
    totalSupply: i === 0 ? state.totalSupply + amountOut : state.totalSupply - amountIn,
  }),
}

const quote = (state: VaultState, i: number, amount: bigint) =>
  erc4626.quoteIn(state, i, 1 - i, amount, NOW)
const asks = (state: VaultState, i: number, amount: bigint) =>
  erc4626.quoteOut?.(state, i, 1 - i, amount, NOW)

describe('an ERC-4626 vault', () => {
  obeysTheLaws(subject)
  ratesLikeItQuotes(
    subject,
    (state, i) => (i === 0 ? state.totalAssets : state.totalSupply) / 100n,
    1e-5,
  )

  const vault: VaultState = { totalAssets: 1000n, totalSupply: 300n, virtualShares: null }

  test('rounds every way for itself: deposit and redeem down, mint and withdraw up', () => {
    const trade = (amountIn: bigint, amountOut: bigint) => ({ kind: 'quoted', amountIn, amountOut })
    expect(quote(vault, 0, 10n)).toEqual(trade(10n, 3n))
    expect(quote(vault, 0, 13n)).toEqual(trade(13n, 3n))
    expect(quote(vault, 1, 10n)).toEqual(trade(10n, 33n))
    expect(asks(vault, 0, 10n)).toEqual(trade(34n, 10n))
    expect(asks(vault, 1, 10n)).toEqual(trade(3n, 10n))
    expect(asks(vault, 1, 11n)).toEqual(trade(4n, 11n))
  })

  test('gives one share an asset while it is empty', () => {
    const empty = { ...vault, totalAssets: 0n, totalSupply: 0n }
    expect(quote(empty, 0, 7n)).toEqual({ kind: 'quoted', amountIn: 7n, amountOut: 7n })
    expect(erc4626.rate(empty, 0, 1, NOW)).toBe(1)
    expect(erc4626.rate(empty, 1, 0, NOW)).toBe(0)
    const offset = { ...empty, virtualShares: 1000n }
    expect(quote(offset, 0, 7n)).toEqual({ kind: 'quoted', amountIn: 7n, amountOut: 7000n })
  })

  test('counts virtual shares and the one asset behind them', () => {
    fc.assert(
      fc.property(pools, sized(1, 30), (state, amount) => {
        fc.pre(state.virtualShares !== null)
        const shares = state.totalSupply + (state.virtualShares ?? 0n)
        const out = (amount * shares) / (state.totalAssets + 1n)
        expect(paid(quote(state, 0, amount))?.amountOut ?? 0n).toBe(out)
      }),
    )
  })

  test('is refused where there is nothing behind the shares, or less than is asked', () => {
    const no = (why: string) => ({ kind: 'refused', why })
    expect(quote({ ...vault, totalAssets: 0n }, 0, 5n)).toEqual(no('NO_LIQUIDITY'))
    expect(asks({ ...vault, totalAssets: 0n }, 0, 5n)).toEqual(no('NO_LIQUIDITY'))
    expect(erc4626.rate({ ...vault, totalAssets: 0n }, 0, 1, NOW)).toBe(0)
    expect(quote(vault, 0, 3n)).toEqual(no('OUTPUT_ZERO'))
    expect(quote(vault, 1, 301n)).toEqual(no('OUTPUT_EXCEEDS_RESERVE'))
    expect(quote(vault, 1, 300n)).toMatchObject({ amountOut: 1000n })
    expect(asks(vault, 1, 1001n)).toEqual(no('OUTPUT_EXCEEDS_RESERVE'))
    expect(quote({ ...vault, totalAssets: 2n ** 256n - 5n }, 0, 7n)).toEqual(no('OUTPUT_ZERO'))
    expect(quote({ ...vault, totalAssets: 2n ** 255n, totalSupply: 1n }, 0, 2n ** 255n)).toEqual(
      no('OVERFLOW'),
    )
    expect(quote(vault, 0, 2n ** 255n)).toEqual(no('OVERFLOW'))
  })

  test('follows deposits and withdrawals, and must be read for its yield', () => {
    const args = { a: `0x${'1'.repeat(40)}`, b: `0x${'1'.repeat(40)}`, c: `0x${'1'.repeat(40)}` }
    const amounts = { assets: 100n, shares: 30n }
    const into = logOf(
      'event Deposit(address indexed a, address indexed b, uint256 assets, uint256 shares)',
      { ...args, ...amounts },
    )
    const out = logOf(
      'event Withdraw(address indexed a, address indexed b, address indexed c, uint256 assets, uint256 shares)',
      { ...args, ...amounts },
    )
    const more = { ...vault, totalAssets: 1100n, totalSupply: 330n }
    expect(erc4626.fold(vault, into)).toEqual(more)
    expect(erc4626.fold(more, out)).toEqual(vault)
    const last = { ...vault, totalAssets: 100n, totalSupply: 30n }
    expect(erc4626.fold(last, out)).toMatchObject({ totalAssets: 0n, totalSupply: 0n })
    expect(erc4626.fold({ ...vault, totalSupply: 29n }, out)).toBeNull()
    expect(erc4626.fold({ ...vault, totalAssets: 99n }, out)).toBeNull()
    expect(erc4626.fold(vault, withData(into, '0x'))).toBeNull()
    expect(erc4626.fold(vault, { ...into, topics: [] })).toBe(vault)
    expect(erc4626.topics).toEqual([into.topics[0], out.topics[0]])
    expect(erc4626.drift).toBe('read')
  })
})

describe('an erc4626 record', () => {
  const record = {
    type: 'erc4626',
    address: `0x${'b'.repeat(40)}`,
    tokens: [`0x${'a'.repeat(40)}`, `0x${'b'.repeat(40)}`],
    total_assets: '5',
    total_supply: '6',
  }

  test('is read with and without virtual shares', () => {
    const state = { totalAssets: 5n, totalSupply: 6n, virtualShares: null }
    expect(fromRecord(record)).toEqual({ tokens: record.tokens, state })
    const offset = fromRecord({ ...record, decimals_offset: 3 })
    expect(offset.state.virtualShares).toBe(1000n)
  })

  test('is refused with a sentence', () => {
    expect(() => fromRecord({ ...record, total_assets: 'x' })).toThrow('total_assets must be a')
    expect(() => fromRecord({ ...record, decimals_offset: -1 })).toThrow('decimals_offset must be')
  })
})
