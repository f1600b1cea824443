import fc from 'fast-check'
import { decodeEventLog } from 'viem'
import { describe, expect, test } from 'vitest'
import {
  decodePairCreated,
  decodeSync,
  decodeSyncFloat,
} from '../../../daemon/chains/decode/uniswap-v2.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import { abi, address, encoded, malformed, uint, upper, withWord } from './events.ts'

const sync = fc.record({ reserve0: uint(112), reserve1: uint(112) })

describe('decodeSync', () => {
  test('reads what viem reads, in either case', () => {
    fc.assert(
      fc.property(sync, (args) => {
        const { topics, data } = encoded('Sync', args)
        const theirs = decodeEventLog({ abi, topics: [...topics], data }).args
        expect(decodeSync(data)).toEqual(theirs)
        expect(decodeSync(upper(data))).toEqual(theirs)
      }),
    )
  })

  test('is null for malformed data', () => {
    fc.assert(
      fc.property(malformed(2), (data) => {
        expect(decodeSync(data)).toBeNull()
        expect(decodeSyncFloat(data)).toBeNull()
      }),
    )
  })

  test('is null for white space where the last digit belongs, which BigInt would forgive', () => {
    const { data } = encoded('Sync', { reserve0: 1n, reserve1: 2n })
    for (const space of [' ', '\n', '\t', '\u00a0']) {
      expect(decodeSync(`${data.slice(0, -1)}${space}`)).toBeNull()
      expect(decodeSync(`${data.slice(0, 65)}${space}${data.slice(66)}`)).toBeNull()
      expect(decodeSyncFloat(`${data.slice(0, -1)}${space}`)).toBeNull()
    }
  })

  test('is null for a number that is no uint112', () => {
    const { data } = encoded('Sync', { reserve0: 1n, reserve1: 2n })
    for (const i of [0, 1]) {
      for (const dirty of [`${'0'.repeat(35)}1${'0'.repeat(28)}`, 'f'.repeat(64)]) {
        expect(decodeSync(withWord(data, i, dirty))).toBeNull()
        expect(decodeSyncFloat(withWord(data, i, dirty))).toBeNull()
      }
    }
  })
})

describe('decodeSyncFloat', () => {
  test('is within 2^-51 of the integers', () => {
    const near = (float: number | undefined, exact: bigint) => {
      const off = BigInt(float ?? -1) - exact
      expect((off < 0n ? -off : off) << 51n).toBeLessThanOrEqual(exact)
    }
    fc.assert(
      fc.property(sync, (args) => {
        const { data } = encoded('Sync', args)
        for (const floats of [decodeSyncFloat(data), decodeSyncFloat(upper(data))]) {
          near(floats?.reserve0, args.reserve0)
          near(floats?.reserve1, args.reserve1)
        }
      }),
      { numRuns: 1000 },
    )
  })
})

describe('decodePairCreated', () => {
  const created = fc.record({ token0: address, token1: address, pair: address, count: uint(256) })

  test('reads what viem reads, in lower case', () => {
    fc.assert(
      fc.property(created, (args) => {
        const { topics, data } = encoded('PairCreated', args)
        const { args: theirs } = decodeEventLog({ abi, topics: [...topics], data })
        const { count: _, ...ours } = args
        expect(theirs).toMatchObject({ count: args.count })
        expect(decodePairCreated(topics, data)).toEqual(ours)
        expect(decodePairCreated(topics.map(upper), upper(data))).toEqual(ours)
      }),
    )
  })

  test('is null for malformed data or topics', () => {
    const { topics, data } = encoded('PairCreated', {
      token0: `0x${'1'.repeat(40)}`,
      token1: `0x${'2'.repeat(40)}`,
      pair: `0x${'3'.repeat(40)}`,
      count: 1n,
    })
    fc.assert(
      fc.property(malformed(1), fc.constantFrom(1, 2), (bad, i) => {
        expect(decodePairCreated(topics.with(i, bad as Hex), data)).toBeNull()
      }),
    )
    fc.assert(
      fc.property(malformed(1), (bad) => {
        expect(decodePairCreated(topics, `${bad}${data.slice(66)}`)).toBeNull()
      }),
    )
    expect(decodePairCreated(topics.slice(0, 2), data)).toBeNull()
    expect(decodePairCreated([...topics, topics[0]], data)).toBeNull()
    expect(decodePairCreated(topics, withWord(data, 0, 'f'.repeat(64)))).toBeNull()
  })
})
