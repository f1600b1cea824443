import { describe, expect, test } from 'vitest'
import type { Outcome } from '../../daemon/execution/types.ts'
import { learnGas, startingTuning } from '../../daemon/learning/gas.ts'
import type { Tuning } from '../../daemon/scoring/types.ts'
import { block, orderOf } from '../execution/orders/examples.ts'

/** What hops really use, over the same base. */
const truth: Readonly<Record<string, number>> = { 'uniswap-v2': 62_000, 'uniswap-v3': 131_000 }
const usedBy = (venues: readonly string[]): number =>
  venues.reduce((sum, venue) => sum + (truth[venue] ?? 0), startingTuning.gasBase)

const paths: readonly (readonly string[])[] = [
  ['uniswap-v2', 'uniswap-v2'],
  ['uniswap-v2', 'uniswap-v3'],
  ['uniswap-v3', 'uniswap-v3', 'uniswap-v2'],
]

const landed = (venues: readonly string[], changes: Partial<Outcome> = {}): Outcome =>
  ({
    kind: 'landed',
    order: { ...orderOf(), venues },
    block: block(101),
    success: true,
    gasUsed: BigInt(usedBy(venues)),
    deltas: [],
    ...changes,
  }) as Outcome

const learned = (tuning: Tuning, rounds: number): Tuning =>
  Array.from({ length: rounds }, () => paths)
    .flat()
    .reduce((now, venues) => learnGas(now, landed(venues)), tuning)

describe('learnGas', () => {
  test('comes to what receipts say, for each venue', () => {
    const { gasPerHop } = learned(startingTuning, 200)
    for (const [venue, gas] of Object.entries(truth)) expect(gasPerHop[venue]).toBeCloseTo(gas, 0)
  })

  test('comes nearer with every round', () => {
    const away = (tuning: Tuning) =>
      Object.entries(truth).reduce(
        (sum, [v, gas]) => sum + Math.abs(gas - (tuning.gasPerHop[v] ?? 0)),
        0,
      )
    const ways = [0, 1, 2, 4, 8, 16, 32].map((rounds) => away(learned(startingTuning, rounds)))
    expect(ways).toEqual(ways.toSorted((a, b) => b - a))
  })

  test('stays where the receipt says what was expected', () => {
    const right: Tuning = { ...startingTuning, gasPerHop: truth }
    expect(learnGas(right, landed(['uniswap-v2', 'uniswap-v3']))).toEqual(right)
  })

  test('shares a difference out over the hops in equal parts', () => {
    const venues = ['uniswap-v2', 'uniswap-v3']
    const right: Tuning = { ...startingTuning, gasPerHop: truth }
    const { gasPerHop } = learnGas(
      right,
      landed(venues, { gasUsed: BigInt(usedBy(venues) + 20_000) }),
    )
    expect(gasPerHop['uniswap-v2']).toBeCloseTo(63_000)
    expect(gasPerHop['uniswap-v3']).toBeCloseTo(132_000)
  })

  test('begins with what is new', () => {
    const gasUsed = BigInt(startingTuning.gasBase + 100_000)
    const { gasPerHop } = learnGas(startingTuning, landed(['curve'], { gasUsed }))
    expect(gasPerHop['curve']).toBeCloseTo(10_000)
  })

  test.each([
    ['failed', landed(['uniswap-v2'], { success: false, gasUsed: 30_000n })],
    ['was dropped', { kind: 'dropped', order: orderOf(), why: 'gone' } as Outcome],
    ['was reopened', { kind: 'reopened', order: orderOf(), lost: block(1) } as Outcome],
  ])('learns nothing from what %s', (_, outcome) => {
    expect(learnGas(startingTuning, outcome)).toBe(startingTuning)
  })
})
