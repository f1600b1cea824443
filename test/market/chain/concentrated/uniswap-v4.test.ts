import { test } from 'vitest'
import { deployer } from '../../../../daemon/app/devnet/keys.ts'
import { venues } from '../../../../daemon/market/venues/catalogue.ts'
import { describeWithAnvil } from '../../../anvil.ts'
import { packaged, tokenPair, useStage } from '../stage.ts'
import { taking } from '../subject.ts'
import { compareSwaps, followLogs } from './compare.ts'
import type { Pool } from './pool.ts'
import { v4Pool } from './v4-pool.ts'

const MANAGER = '@uniswap/v4-core/out/PoolManager.sol/PoolManager.json'
const NO_HOOKS = `0x${'00'.repeat(20)}` as const

/** Fees of the providers and of the protocol, which has one for each direction. */
const KINDS = [
  { fee: 0, spacing: 3, protocol: [0, 0] },
  { fee: 500, spacing: 10, protocol: [0, 0] },
  { fee: 3_000, spacing: 60, protocol: [1_000, 0] },
  { fee: 123_456, spacing: 7, protocol: [1, 999] },
  { fee: 999_000, spacing: 32_767, protocol: [0, 1] },
] as const

const take = taking(venues['uniswap-v4'])

describeWithAnvil('a Uniswap V4 pool', () => {
  const open = useStage(async (stage) => {
    const [currency0, currency1] = await tokenPair(stage)
    const manager = await stage.create(packaged(MANAGER, 'constructor(address)', [deployer]))
    await stage.tell(manager, 'function setProtocolFeeController(address)', [stage.prober])
    return KINDS.map(({ fee, spacing, protocol: [down, up] }): Pool => {
      const key = { currency0, currency1, fee, tickSpacing: spacing, hooks: NO_HOOKS }
      return v4Pool(stage, manager, key, down + up * 4_096)
    })
  })

  const kinds = KINDS.map((kind, at) => ({ ...kind, at }))

  test.each(kinds)(
    'of $fee ppm, $protocol for the protocol, swaps as computed and stands as computed after it',
    async ({ at }) => {
      const { stage, built } = open()
      await compareSwaps(stage, built[at] as Pool, take)
    },
  )

  test.each(kinds)('of $fee ppm is followed through its logs', async ({ at }) => {
    const { stage, built } = open()
    await followLogs(stage, built[at] as Pool, take)
  })
})
