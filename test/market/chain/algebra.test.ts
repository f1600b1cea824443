import { test } from 'vitest'
import { describeWithAnvil } from '../../anvil.ts'
import { algebraFactory, algebraPool, createAlgebra } from './algebra-pool.ts'
import { compareSwaps } from './compare-swaps.ts'
import { tokenPair, useStage } from './stage.ts'

const KINDS = [
  { fee: 65_535, spacing: 1 },
  { fee: 500, spacing: 60 },
  { fee: 23_456, spacing: 7 },
] as const

describeWithAnvil('an Algebra Integral pool', () => {
  const open = useStage(async (stage) =>
    createAlgebra(stage, await algebraFactory(stage), await tokenPair(stage)),
  )

  test.each(KINDS)(
    'of $fee ppm swaps as computed, to the unit, price, tick and liquidity after it',
    async ({ fee, spacing }) => {
      const { stage, built } = open()
      await compareSwaps(stage, algebraPool(stage, built, fee, spacing))
    },
  )
})
