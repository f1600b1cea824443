import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeSolidlySync, SOLIDLY_SYNC_TOPIC } from '../../../daemon/chains/decode/solidly.ts'
import { malformed, uint } from './events.ts'
import { logOf } from './log-of.ts'

describe('decodeSolidlySync', () => {
  test('reads reserves of up to 256 bits', () => {
    fc.assert(
      fc.property(uint(256), uint(256), (a, b) => {
        const { topics, data } = logOf('event Sync(uint256 a, uint256 b)', { a, b })
        expect(topics).toEqual([SOLIDLY_SYNC_TOPIC])
        expect(decodeSolidlySync(data)).toEqual([a, b])
      }),
    )
  })

  test('is null for malformed data', () => {
    fc.assert(
      fc.property(malformed(2), (data) => {
        expect(decodeSolidlySync(data)).toBeNull()
      }),
    )
  })
})
