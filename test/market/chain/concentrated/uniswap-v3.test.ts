import { test } from 'vitest'
import { venues } from '../../../../daemon/market/venues/catalogue.ts'
import { describeWithAnvil } from '../../../anvil.ts'
import { packaged, tokenPair, useStage } from '../stage.ts'
import { taking } from '../subject.ts'
import { compareSwaps, followLogs } from './compare.ts'
import type { Pool } from './pool.ts'
import { createV3, v3Pool } from './v3-pool.ts'

const FACTORY = '@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json'

const FEES = [
  [100, 1],
  [500, 10],
  [3_000, 60],
  [10_000, 200],
] as const

const take = taking(venues['uniswap-v3'])

describeWithAnvil('a Uniswap V3 pool', () => {
  const open = useStage(async (stage) => {
    const tokens = await tokenPair(stage)
    const factory = await stage.create(packaged(FACTORY))
    await stage.tell(factory, 'function enableFeeAmount(uint24, int24)', [100, 1])
    const pools: Pool[] = []
    for (const [fee, spacing] of FEES) {
      const address = await createV3(stage, factory, tokens, fee)
      pools.push(v3Pool(stage, 'uniswap-v3', address, fee, spacing))
    }
    return pools
  })

  test.each(FEES.map(([fee], at) => ({ fee, at })))(
    'of $fee ppm swaps as computed, to the unit, price, tick and liquidity after it',
    async ({ at }) => {
      const { stage, built } = open()
      await compareSwaps(stage, built[at] as Pool, take)
    },
  )

  test.each(FEES.map(([fee], at) => ({ fee, at })))(
    'of $fee ppm is followed through its logs',
    async ({ at }) => {
      const { stage, built } = open()
      await followLogs(stage, built[at] as Pool, take)
    },
  )
})
