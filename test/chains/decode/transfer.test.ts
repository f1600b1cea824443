import fc from 'fast-check'
import { decodeEventLog } from 'viem'
import { describe, expect, test } from 'vitest'
import { decodeTransfer } from '../../../daemon/chains/decode/transfer.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import { abi, address, encoded, malformed, uint, upper } from './events.ts'

const moved = fc.record({ from: address, to: address, value: uint(256) })

describe('decodeTransfer', () => {
  test('reads what viem reads, in lower case', () => {
    fc.assert(
      fc.property(moved, (args) => {
        const { topics, data } = encoded('Transfer', args)
        const theirs = decodeEventLog({ abi, topics: [...topics], data }).args
        expect(theirs).toMatchObject({ value: args.value })
        expect(decodeTransfer(topics, data)).toEqual(args)
        expect(decodeTransfer(topics.map(upper), upper(data))).toEqual(args)
      }),
    )
  })

  test('is null for malformed data or topics, and for an ERC-721 token', () => {
    const { topics, data } = encoded('Transfer', {
      from: `0x${'1'.repeat(40)}`,
      to: `0x${'2'.repeat(40)}`,
      value: 7n,
    })
    fc.assert(
      fc.property(malformed(1), fc.constantFrom(1, 2), (bad, i) => {
        expect(decodeTransfer(topics, bad)).toBeNull()
        expect(decodeTransfer(topics.with(i, bad as Hex), data)).toBeNull()
      }),
    )
    expect(decodeTransfer([...topics, topics[0]], '0x')).toBeNull()
    expect(decodeTransfer(topics.slice(0, 2), data)).toBeNull()
  })
})
