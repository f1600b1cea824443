import { test } from 'vitest'
import { deployer } from '../../../daemon/app/devnet/keys.ts'
import { describeWithAnvil } from '../../anvil.ts'
import { compareSwaps } from './compare-swaps.ts'
import { packaged, tokenPair, useStage } from './stage.ts'
import { v4Pool } from './v4-pool.ts'

const MANAGER = '@uniswap/v4-core/out/PoolManager.sol/PoolManager.json'
const NO_HOOKS = `0x${'00'.repeat(20)}` as const

/** Fees of the providers and of the protocol, which has one for each direction. */
const KINDS = [
  { fee: 0, spacing: 1, protocol: [0, 0] },
  { fee: 500, spacing: 10, protocol: [0, 0] },
  { fee: 3_000, spacing: 60, protocol: [1_000, 0] },
  { fee: 123_456, spacing: 7, protocol: [1, 999] },
  { fee: 1_000_000, spacing: 32_767, protocol: [0, 1_000] },
] as const

describeWithAnvil('a Uniswap V4 pool', () => {
  const open = useStage(async (stage) => {
    const manager = await stage.create(packaged(MANAGER, 'constructor(address)', [deployer]))
    await stage.tell(manager, 'function setProtocolFeeController(address)', [stage.prober])
    return { manager, tokens: await tokenPair(stage) }
  })

  test.each(KINDS)(
    'of $fee ppm and $protocol for the protocol swaps as computed, and stands as computed after it',
    async ({ fee, spacing, protocol }) => {
      const { stage, built } = open()
      const [currency0, currency1] = built.tokens
      const key = { currency0, currency1, fee, tickSpacing: spacing, hooks: NO_HOOKS }
      const both = protocol[0] + protocol[1] * 4096
      await compareSwaps(stage, v4Pool(stage, built.manager, key, both))
    },
  )
})
