import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rampedAt, steady } from '../../../daemon/market/venues/ramp.ts'

describe('rampedAt', () => {
  const value = fc.bigInt({ min: 1n, max: 10n ** 7n })
  const ramp = fc
    .record({ from: value, to: value, start: fc.nat(2_000_000_000), length: fc.nat(10_000_000) })
    .map(({ length, ...rest }) => ({ ...rest, end: rest.start + length }))

  test('goes from one end to the other, and nowhere else', () => {
    fc.assert(
      fc.property(ramp, fc.double({ min: -0.5, max: 1.5, noNaN: true }), (line, part) => {
        const { from, to, start, end } = line
        const time = Math.round(start + part * (end - start))
        const found = rampedAt(line, time)
        if (time >= end) expect(found).toBe(to)
        else if (time <= start) expect(found).toBe(from)
        else expect((found - from) * (found - to)).toBeLessThanOrEqual(0n)
      }),
    )
  })

  test('rounds towards where it came from, up and down', () => {
    const up = { from: 100n, to: 110n, start: 0, end: 100 }
    expect(rampedAt(up, 19)).toBe(101n)
    expect(rampedAt({ ...up, from: 110n, to: 100n }, 19)).toBe(109n)
    expect(rampedAt(up, 19.9)).toBe(101n)
    expect(rampedAt({ ...up, start: 1000, end: 1100 }, 1019)).toBe(101n)
  })

  test('is steady for ever', () => {
    for (const time of [0, 1, 2_000_000_000]) expect(rampedAt(steady(7n), time)).toBe(7n)
  })
})
