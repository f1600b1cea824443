import fc from 'fast-check'
import { decodeEventLog } from 'viem'
import { describe, expect, test } from 'vitest'
import { topics as known } from '../../../daemon/chains/decode/topics.ts'
import {
  decodeBurn,
  decodeLiquidity,
  decodeMint,
  decodeV3Initialize,
  decodeV3Price,
  decodeV3Swap,
} from '../../../daemon/chains/decode/uniswap-v3.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import { abi, address, encoded, int24, int256, malformed, uint, upper, withWord } from './events.ts'

const swap = fc.record({
  sender: address,
  recipient: address,
  amount0: int256,
  amount1: int256,
  sqrtPriceX96: uint(160),
  liquidity: uint(128),
  tick: int24,
})
const position = fc.record({
  sender: address,
  owner: address,
  tickLower: int24,
  tickUpper: int24,
  amount: uint(128),
  amount0: uint(256),
  amount1: uint(256),
})

const viemArgs = (topics: readonly [Hex, ...Hex[]], data: Hex) =>
  decodeEventLog({ abi, topics: [...topics], data }).args as Readonly<Record<string, unknown>>

describe('decodeV3Swap', () => {
  test('reads what viem reads, in either case', () => {
    fc.assert(
      fc.property(swap, (args) => {
        const { topics, data } = encoded('Swap', args)
        const { sqrtPriceX96, liquidity, tick } = viemArgs(topics, data)
        expect(decodeV3Swap(data)).toEqual({ sqrtPriceX96, liquidity, tick })
        expect(decodeV3Swap(upper(data))).toEqual({ sqrtPriceX96, liquidity, tick })
        expect(decodeV3Price({ topics, data })).toEqual({ sqrtPriceX96, liquidity, tick })
      }),
    )
  })

  test('is null for malformed data in the words that it reads', () => {
    const { data } = encoded('Swap', {
      sender: `0x${'1'.repeat(40)}`,
      recipient: `0x${'1'.repeat(40)}`,
      amount0: 1n,
      amount1: -1n,
      sqrtPriceX96: 1n,
      liquidity: 1n,
      tick: -1,
    })
    fc.assert(
      fc.property(malformed(3), (bad) => {
        fc.pre(bad.startsWith('0x'))
        expect(decodeV3Swap(`${data.slice(0, 130)}${bad.slice(2)}`)).toBeNull()
      }),
    )
    const half = `${'0'.repeat(57)}1${'0'.repeat(6)}`
    const tooLow = `${'f'.repeat(57)}e${'f'.repeat(6)}`
    const unsigned = `${'0'.repeat(58)}${'f'.repeat(6)}`
    for (const word of [half, tooLow, unsigned]) {
      expect(decodeV3Swap(withWord(data, 4, word))).toBeNull()
    }
    expect(decodeV3Swap(withWord(data, 3, `${'0'.repeat(31)}1${'0'.repeat(32)}`))).toBeNull()
    expect(decodeV3Swap(withWord(data, 2, `${'0'.repeat(23)}1${'0'.repeat(40)}`))).toBeNull()
  })
})

describe('decodeV3Initialize', () => {
  const first = fc.record({ sqrtPriceX96: uint(160), tick: int24 })

  test('reads what viem reads', () => {
    fc.assert(
      fc.property(first, (args) => {
        const { topics, data } = encoded('Initialize', args)
        expect(decodeV3Initialize(data)).toEqual(viemArgs(topics, data))
        expect(decodeV3Price({ topics, data })).toEqual(args)
      }),
    )
  })

  test('is null for malformed data', () => {
    fc.assert(
      fc.property(malformed(2), (data) => {
        expect(decodeV3Initialize(data)).toBeNull()
      }),
    )
  })
})

describe('decodeMint and decodeBurn', () => {
  test('read what viem reads, a burn with the sign turned', () => {
    fc.assert(
      fc.property(position, (args) => {
        const { sender: _, ...burnt } = args
        const mint = encoded('Mint', args)
        const burn = encoded('Burn', burnt)
        const theirs = viemArgs(mint.topics, mint.data)
        const range = { lower: theirs['tickLower'], upper: theirs['tickUpper'] }
        const minted = { ...range, delta: theirs['amount'] }
        const burned = { ...range, delta: -args.amount }
        expect(viemArgs(burn.topics, burn.data)).toMatchObject({ amount: burnt.amount })
        expect(decodeMint(mint.topics, mint.data)).toEqual(minted)
        expect(decodeBurn(burn.topics, burn.data)).toEqual(burned)
        expect(decodeLiquidity(mint)).toEqual(minted)
        expect(decodeLiquidity(burn)).toEqual(burned)
      }),
    )
  })

  test('are null for malformed topics and data', () => {
    const zero = `0x${'0'.repeat(64)}` as const
    const mint = [known.mint, zero, zero, zero] as const
    const data = (words: number) => `0x${'0'.repeat(64 * words)}` as const
    expect(decodeMint(mint, data(4))).toEqual({ lower: 0, upper: 0, delta: 0n })
    expect(decodeMint(mint, data(3))).toBeNull()
    expect(decodeBurn(mint, data(4))).toBeNull()
    expect(decodeMint(mint.slice(0, 3), data(4))).toBeNull()
    expect(decodeBurn([...mint, zero], data(3))).toBeNull()
    expect(decodeMint(mint, withWord(data(4), 1, 'f'.repeat(64)))).toBeNull()
    expect(decodeBurn(mint, withWord(data(3), 0, 'f'.repeat(64)))).toBeNull()
    fc.assert(
      fc.property(malformed(1), fc.constantFrom(2, 3), (bad, i) => {
        expect(decodeMint(mint.with(i, bad as Hex), data(4))).toBeNull()
        expect(decodeBurn(mint.with(i, bad as Hex), data(3))).toBeNull()
      }),
    )
  })
})

test('decodeV3Price and decodeLiquidity are null for the logs of others', () => {
  const { topics, data } = encoded('Sync', { reserve0: 1n, reserve1: 2n })
  expect(decodeV3Price({ topics, data })).toBeNull()
  expect(decodeLiquidity({ topics, data })).toBeNull()
  expect(decodeLiquidity({ topics: [], data: '0x' })).toBeNull()
})
