import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeAlgebra } from '../../../daemon/chains/decode/algebra.ts'
import { malformed, uint } from './events.ts'
import { logOf, withData } from './log-of.ts'

const FEE = 'event Fee(uint16 fee)'
const FEES = 'event Fee(uint16 down, uint16 up)'
const SPACING = 'event TickSpacing(int24 spacing)'

describe('decodeAlgebra', () => {
  test('reads one fee for both directions, or two', () => {
    fc.assert(
      fc.property(uint(16), uint(16), (down, up) => {
        const one = { kind: 'fee', feePpm: [Number(down), Number(down)] }
        const two = { kind: 'fee', feePpm: [Number(down), Number(up)] }
        expect(decodeAlgebra(logOf(FEE, { fee: Number(down) }))).toEqual(one)
        expect(decodeAlgebra(logOf(FEES, { down: Number(down), up: Number(up) }))).toEqual(two)
      }),
    )
  })

  test('reads a tick spacing above 0', () => {
    const spacing = { kind: 'spacing', tickSpacing: 7 }
    expect(decodeAlgebra(logOf(SPACING, { spacing: 7 }))).toEqual(spacing)
    expect(decodeAlgebra(logOf(SPACING, { spacing: 0 }))).toBeNull()
    expect(decodeAlgebra(logOf(SPACING, { spacing: -7 }))).toBeNull()
  })

  test('says nothing of the logs of others', () => {
    expect(decodeAlgebra(logOf('event Sync(uint112 a, uint112 b)', { a: 1n, b: 2n }))).toEqual({
      kind: 'none',
    })
  })

  test('is null for malformed data', () => {
    const over = `0x${'1'.padStart(60, '0')}0000` as const
    expect(decodeAlgebra(withData(logOf(FEE, { fee: 1 }), over))).toBeNull()
    fc.assert(
      fc.property(malformed(1), malformed(2), (one, two) => {
        expect(decodeAlgebra(withData(logOf(FEE, { fee: 1 }), one as '0x'))).toBeNull()
        expect(decodeAlgebra(withData(logOf(SPACING, { spacing: 1 }), one as '0x'))).toBeNull()
        expect(decodeAlgebra(withData(logOf(FEES, { down: 1, up: 1 }), two as '0x'))).toBeNull()
      }),
    )
  })
})
