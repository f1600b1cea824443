import { test } from 'vitest'
import { venues } from '../../../../daemon/market/venues/catalogue.ts'
import { describeWithAnvil } from '../../../anvil.ts'
import { tokenPair, useStage } from '../stage.ts'
import { taking } from '../subject.ts'
import { algebraFactory, algebraPool, createAlgebra } from './algebra-pool.ts'
import { compareSwaps, followLogs } from './compare.ts'

const KINDS = [
  { fee: 65_524, spacing: 1 },
  { fee: 500, spacing: 60 },
  { fee: 23_456, spacing: 7 },
] as const

const take = taking(venues.algebra)

describeWithAnvil('an Algebra Integral pool', () => {
  const open = useStage(async (stage) =>
    createAlgebra(stage, await algebraFactory(stage), await tokenPair(stage)),
  )

  test.each(KINDS)(
    'of $fee ppm swaps as computed, to the unit, price, tick and liquidity after it',
    async ({ fee, spacing }) => {
      const { stage, built } = open()
      await compareSwaps(stage, algebraPool(stage, built, fee, spacing), take)
    },
  )

  test.each(KINDS)('of $fee ppm is followed through its logs', async ({ fee, spacing }) => {
    const { stage, built } = open()
    await followLogs(stage, algebraPool(stage, built, fee, spacing), take)
  })
})
