import { test } from 'vitest'
import { encodeDeploy } from '../../../../daemon/execution/abi.ts'
import { venues } from '../../../../daemon/market/venues/catalogue.ts'
import { describeWithAnvil } from '../../../anvil.ts'
import { artifact, packaged, tokenPair, useStage } from '../stage.ts'
import { taking } from '../subject.ts'
import { compareSwaps, followLogs } from './compare.ts'
import type { Pool } from './pool.ts'
import { createV3, v3Pool } from './v3-pool.ts'

const PACKAGE = '@pancakeswap/v3-core/artifacts/contracts'

const FEES = [
  [100, 1],
  [500, 10],
  [2_500, 50],
  [10_000, 200],
] as const

const take = taking(venues['pancake-v3'])

describeWithAnvil('a Pancake V3 pool', () => {
  const open = useStage(async (stage) => {
    const tokens = await tokenPair(stage)
    const code = packaged(`${PACKAGE}/PancakeV3Pool.sol/PancakeV3Pool.json`)
    const own = artifact('test/market/chain/contracts/PancakeDeployer.json')
    const deployer = await stage.create(encodeDeploy(own, 'constructor(bytes)', [code]))
    const factory = await stage.create(
      packaged(`${PACKAGE}/PancakeV3Factory.sol/PancakeV3Factory.json`, 'constructor(address)', [
        deployer,
      ]),
    )
    const pools: Pool[] = []
    for (const [fee, spacing] of FEES) {
      const address = await createV3(stage, factory, tokens, fee)
      pools.push(v3Pool(stage, 'pancake-v3', address, fee, spacing))
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
