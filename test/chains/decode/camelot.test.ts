import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeFeePercent, FEE_PERCENT_TOPIC } from '../../../daemon/chains/decode/camelot.ts'
import { malformed } from './events.ts'
import { logOf } from './log-of.ts'

const UPDATED = 'event FeePercentUpdated(uint16 fee0, uint16 fee1)'

describe('decodeFeePercent', () => {
  test('reads both fees, which are of 100,000', () => {
    const { topics, data } = logOf(UPDATED, { fee0: 300, fee1: 2000 })
    expect(topics).toEqual([FEE_PERCENT_TOPIC])
    expect(decodeFeePercent(data)).toEqual([3000, 20_000])
  })

  test('is null for malformed data and a fee of the whole', () => {
    const whole = `0x${(100_000).toString(16).padStart(64, '0')}${'0'.repeat(64)}`
    expect(decodeFeePercent(whole)).toBeNull()
    fc.assert(
      fc.property(malformed(2), (data) => {
        expect(decodeFeePercent(data)).toBeNull()
      }),
    )
  })
})
