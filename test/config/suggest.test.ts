import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { didYouMean, distance, nearest } from '../../daemon/config/check/suggest.ts'

describe('distance', () => {
  test('counts a swap of neighbours once', () => {
    expect(distance('tpye', 'type')).toBe(1)
    expect(distance('kitten', 'sitting')).toBe(3)
    expect(distance('', 'abc')).toBe(3)
  })

  test('is the same both ways and nothing only between equals', () => {
    const word = fc.string({ maxLength: 12 })
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(distance(a, b)).toBe(distance(b, a))
        expect(distance(a, b) === 0).toBe(a === b)
        expect(distance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
      }),
    )
  })
})

describe('nearest', () => {
  test('finds the known word in another case or with a slip', () => {
    expect(nearest('POOLS', ['cycles', 'pools'])).toBe('pools')
    expect(nearest('cylces', ['cycles', 'pools'])).toBe('cycles')
  })

  test('finds nothing where nothing is near', () => {
    expect(nearest('velocity', ['cycles', 'pools'])).toBeNull()
    expect(nearest('x'.repeat(1000), ['x'])).toBeNull()
    expect(didYouMean('velocity', ['pools'])).toBeNull()
  })
})
