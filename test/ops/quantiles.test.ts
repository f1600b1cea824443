import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seriesOf } from '../../daemon/ops/quantiles.ts'

const number = fc.double({ noNaN: true, noDefaultInfinity: true })

describe('seriesOf', () => {
  test('gives quantiles by nearest rank, over the last that it holds', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 1 }),
        share,
        fc.integer({ min: 1, max: 20 }),
        (values, q, room) => {
          const series = seriesOf(room)
          for (const value of values) series.add(value)
          const [found] = series.at([q]) ?? []
          const last = values.slice(-room)
          const under = last.filter((value) => value <= (found ?? Number.NaN)).length
          const below = last.filter((value) => value < (found ?? Number.NaN)).length
          expect(last).toContain(found)
          expect(under).toBeGreaterThanOrEqual(q * last.length)
          expect(below).toBeLessThanOrEqual(q * last.length)
          expect(series.count()).toBe(values.length)
        },
      ),
    )
  })

  test('knows nothing before the first value', () => {
    expect(seriesOf().at([0.5])).toBeNull()
  })

  test('gives the middle and the 99th of a hundred', () => {
    const series = seriesOf()
    for (let i = 100; i >= 1; i--) series.add(i)
    expect(series.at([0.5, 0.99, 1])).toEqual([50, 99, 100])
  })
})
