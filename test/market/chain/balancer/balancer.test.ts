import { expect, test } from 'vitest'
import { keccakText } from '../../../../daemon/kernel/keccak.ts'
import type { Hex } from '../../../../daemon/kernel/units.ts'
import { venues } from '../../../../daemon/market/venues/catalogue.ts'
import { describeWithAnvil } from '../../../anvil.ts'
import { drawing, times } from '../draw.ts'
import { poolTokens, recordBalancer } from '../records.ts'
import { type Call, callOf, type Stage, useStage } from '../stage.ts'
import { taking } from '../subject.ts'
import { exits, firstJoin, laterJoin, swapCall } from './calls.ts'
import { compareTrades, drawTrade, type Scene } from './compare.ts'
import { filling, type Kind, someOf, stableKinds, weightedKinds } from './kinds.ts'
import { type Balancer, createPool, deployBalancer } from './vault.ts'

const STATES = 8
const CASES = 40
const DAY = 86_400
/** A time after all blocks here. */
const LATER = 4_000_000_000
const ENDLESS = 1n << 255n
const SET_FEE = 'function setSwapFeePercentage(uint256)'
const START = 'function startAmplificationParameterUpdate(uint256, uint256)'

/** What the traffic of each test must bring about. */
const EVENTS = [
  'Swap(bytes32,address,address,uint256,uint256)',
  'SwapFeePercentageChanged(uint256)',
] as const

const takes = {
  stable: taking(venues['balancer-stable']),
  weighted: taking(venues['balancer-weighted']),
}

const kinds = [...weightedKinds, ...stableKinds]
const numbered = kinds.map((kind, at) => ({ ...kind, at }))

describeWithAnvil('a pool of the Balancer vault', () => {
  const open = useStage((stage) => deployBalancer(stage, kinds, [18, 6, 8, 18, 18]))

  test.each(numbered)('that is a $name trades as quoted, to the unit', async ({ at, ...kind }) => {
    const { stage, built } = open()
    const tally = { done: 0, reverted: 0 }
    for (let seed = 1; seed <= STATES; seed += 1) {
      await stage.undoing(async () => {
        const scene = await openScene(stage, built, at, seed)
        const record = await recordBalancer(stage, built.vault, scene.pool, kind.says)
        const { done, reverted } = await compareTrades(scene, takes[kind.family](record), CASES)
        tally.done += done
        tally.reverted += reverted
      })
    }
    expect(tally.done).toBeGreaterThan(100)
    expect(tally.reverted).toBeGreaterThan(5)
  })

  test.each(numbered)('that is a $name is followed through its logs', async ({ at, ...kind }) => {
    const { stage, built } = open()
    await stage.undoing(async () => {
      const scene = await openScene(stage, built, at, 1)
      const { pool } = scene
      const read = async () =>
        takes[kind.family](await recordBalancer(stage, built.vault, pool, kind.says))
      const before = await read()
      const { logs } = await stage.some(await traffic(scene))
      const topics = new Set(logs.map((log) => log.topics[0]))
      for (const event of EVENTS) expect(topics).toContain(keccakText(event))
      expect(before.after(logs).state).toEqual((await read()).state)
    })
  })

  const ramped = numbered.filter(({ family }) => family === 'stable')

  test.each(ramped)(
    'that is a $name is quoted while its amplification moves',
    async ({ at, says }) => {
      const { stage, built } = open()
      for (const seed of [1, 2, 3]) {
        await stage.undoing(async () => {
          const scene = await openScene(stage, built, at, seed)
          const { pool } = scene
          const record = await recordBalancer(stage, built.vault, pool, says)
          const amp = BigInt(record['amp'] as string) / 1_000n
          const target = amp > 2_500n ? amp / 2n + 1n : amp * 2n
          const end = LATER + 3 * DAY
          await stage.rpc.request('evm_setNextBlockTimestamp', [LATER])
          const { logs } = await stage.all([callOf(pool.address, START, [target, end])])
          for (const time of [LATER + 5, LATER + DAY, end - 7, end, end + DAY]) {
            const subject = takes.stable(record).after(logs, time)
            await compareTrades({ ...scene, time }, subject, 15)
          }
        })
      }
    },
  )
})

/** Trades with a join, another fee and an exit between them; some revert. */
async function traffic({ stage, vault, pool, next, most }: Scene): Promise<readonly Call[]> {
  const { balances } = await poolTokens(stage, vault, pool.id)
  const own = pool.tokens.indexOf(pool.address)
  const trades = () =>
    times(20, () => swapCall(stage, vault, pool, drawTrade(next, balances, own, most)))
  const parts = balances.map((balance) => balance / 7n)
  return [
    ...trades(),
    laterJoin(stage, vault, pool, parts),
    ...trades(),
    callOf(pool.address, SET_FEE, [12_345n * 10n ** 11n]),
    ...exits(stage, vault, pool, 10n ** 12n),
    ...trades(),
  ]
}

/** A new pool of a kind, filled; its own factory is at the same place. */
async function openScene(
  stage: Stage,
  { vault, factories, stock }: Balancer,
  at: number,
  seed: number,
): Promise<Scene> {
  const next = drawing(seed)
  const kind = kinds[at] as Kind
  const part = someOf(next, stock)
  const pool = await createPool(stage, vault, factories[at] as Hex, kind.making(next, part))
  const decimals = pool.tokens.map((token) => stock.decimals[stock.tokens.indexOf(token)] ?? 18)
  await stage.all([firstJoin(stage, vault, pool, filling(next, kind.family, decimals))])
  return { stage, vault, pool, next, time: LATER, most: kind.most ?? ENDLESS }
}
