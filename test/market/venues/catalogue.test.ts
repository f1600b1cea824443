import { expect, test } from 'vitest'
import { isVenueName, venues } from '../../../daemon/market/venues/catalogue.ts'

test('every venue of the catalogue has the name of its records', () => {
  expect(Object.entries(venues).filter(([name, { venue }]) => venue.name !== name)).toEqual([])
  expect(Object.keys(venues)).toHaveLength(13)
})

test('a name is known only where the catalogue has it', () => {
  expect(isVenueName('uniswap-v2')).toBe(true)
  expect(isVenueName('uniswap-v9')).toBe(false)
  expect(isVenueName('toString')).toBe(false)
})

test('only V4 pools may be left out', () => {
  const hooked = { type: 'any', address: '0x', hooks: `0x${'f'.repeat(40)}` }
  const leaving = Object.entries(venues).filter(([, { leftOut }]) => leftOut(hooked) !== null)
  expect(leaving.map(([name]) => name)).toEqual(['uniswap-v4'])
})

test('a venue hears each of its topics once', () => {
  for (const { venue } of Object.values(venues)) {
    expect(new Set(venue.topics).size).toBe(venue.topics.length)
    for (const topic of venue.topics) expect(topic).toMatch(/^0x[0-9a-f]{64}$/)
  }
})
