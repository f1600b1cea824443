import fc from 'fast-check'
import { decodeEventLog } from 'viem'
import { describe, expect, test } from 'vitest'
import { decodePoolCreated } from '../../../daemon/chains/decode/uniswap-v3-factory.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import { abi, address, encoded, int24, malformed, uint, upper, withWord } from './events.ts'

const created = fc.record({
  token0: address,
  token1: address,
  fee: uint(24).map(Number),
  tickSpacing: int24,
  pool: address,
})

describe('decodePoolCreated', () => {
  test('reads what viem reads, in lower case', () => {
    fc.assert(
      fc.property(created, (args) => {
        const { topics, data } = encoded('PoolCreated', args)
        const theirs = decodeEventLog({ abi, topics: [...topics], data }).args
        const { fee: feePpm, ...rest } = args
        expect(theirs).toMatchObject({ fee: feePpm, tickSpacing: args.tickSpacing })
        expect(decodePoolCreated(topics, data)).toEqual({ ...rest, feePpm })
        expect(decodePoolCreated(topics.map(upper), upper(data))).toEqual({ ...rest, feePpm })
      }),
    )
  })

  test('is null for malformed data or topics', () => {
    const { topics, data } = encoded('PoolCreated', {
      token0: `0x${'1'.repeat(40)}`,
      token1: `0x${'2'.repeat(40)}`,
      fee: 3000,
      tickSpacing: 60,
      pool: `0x${'3'.repeat(40)}`,
    })
    fc.assert(
      fc.property(malformed(1), fc.constantFrom(1, 2, 3), (bad, i) => {
        expect(decodePoolCreated(topics.with(i, bad as Hex), data)).toBeNull()
      }),
    )
    fc.assert(
      fc.property(malformed(2), (bad) => {
        expect(decodePoolCreated(topics, bad)).toBeNull()
      }),
    )
    expect(decodePoolCreated(topics.slice(0, 3), data)).toBeNull()
    expect(decodePoolCreated(topics.with(3, `0x${'f'.repeat(64)}`), data)).toBeNull()
    expect(decodePoolCreated(topics, withWord(data, 0, 'f'.repeat(57) + '0'.repeat(7)))).toBeNull()
  })
})
