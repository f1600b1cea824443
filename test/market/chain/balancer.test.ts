import { expect, test } from 'vitest'
import type { Hex } from '../../../daemon/kernel/units.ts'
import * as stable from '../../../daemon/market/venues/balancer/balancer-stable.ts'
import * as weighted from '../../../daemon/market/venues/balancer/balancer-weighted.ts'
import { describeWithAnvil } from '../../anvil.ts'
import { type Balancer, createPool, deployBalancer } from './balancer.ts'
import { exits, firstJoin, laterJoin, swapCall } from './balancer-calls.ts'
import { filling, type Kind, someOf, stableKinds, weightedKinds } from './balancer-kinds.ts'
import { compareTrades, drawTrade, type Scene } from './compare-trades.ts'
import { drawing, times } from './draw.ts'
import { poolTokens, recordBalancer } from './records.ts'
import { callOf, type Stage, useStage } from './stage.ts'
import { taking } from './subject.ts'

const STATES = 8
const CASES = 40
const DAY = 86_400
/** A time after all blocks here. */
const LATER = 4_000_000_000

const takes = {
  stable: taking(stable.balancerStable, stable.fromRecord),
  weighted: taking(weighted.balancerWeighted, weighted.fromRecord),
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
    expect(tally.reverted).toBeGreaterThan(20)
  })

  test.each(numbered)('that is a $name is followed through its logs', async ({ at, ...kind }) => {
    const { stage, built } = open()
    await stage.undoing(async () => {
      const scene = await openScene(stage, built, at, 1)
      const { pool, next } = scene
      const { vault } = built
      const record = () => recordBalancer(stage, vault, pool, kind.says)
      const before = takes[kind.family](await record())
      const { balances } = await poolTokens(stage, vault, pool.id)
      const own = pool.tokens.indexOf(pool.address)
      const trades = () =>
        times(20, () => swapCall(stage, vault, pool, drawTrade(next, balances, own)))
      const { logs } = await stage.some([
        ...trades(),
        laterJoin(stage, vault, pool, balances.map((balance) => balance / 7n)),
        ...trades(),
        callOf(pool.address, 'function setSwapFeePercentage(uint256)', [12_345n * 10n ** 11n]),
        ...exits(stage, vault, pool, 10n ** 12n),
        ...trades(),
      ])
      expect(logs.length).toBeGreaterThan(20)
      console.log(kind.name, logs.length, new Map([...Map.groupBy(logs.filter(l => l.address.toLowerCase() === vault || l.address.toLowerCase() === pool.address), (l) => l.topics[0])].map(([k, v]) => [k, v.length])))
      expect(before.after(logs).state).toEqual(takes[kind.family](await record()).state)
    })
  })

  const ramped = numbered.filter(({ family }) => family === 'stable')

  test.each(ramped)('that is a $name is quoted while its amplification moves', async ({ at, says }) => {
    const { stage, built } = open()
    for (const seed of [1, 2, 3]) {
      await stage.undoing(async () => {
        const scene = await openScene(stage, built, at, seed)
        const { pool } = scene
        const record = await recordBalancer(stage, built.vault, pool, says)
        const start = Number((await stage.rpc.request<{ timestamp: Hex }>('eth_getBlockByNumber', ['latest', false])).timestamp)
        const amp = BigInt(record['amp'] as string) / 1000n
        const target = amp === 5000n ? 2600n : amp * 2n - 1n > 5000n ? amp - 1n : amp * 2n
        const { logs } = await stage.all([callOf(pool.address, 'function startAmplificationParameterUpdate(uint256, uint256)', [target, start + 3 * DAY])])
        const before = takes.stable(record)
        for (const time of [start + 5, start + DAY, start + 2 * DAY + 7, start + 3 * DAY, start + 4 * DAY]) {
          const subject = before.after(logs, time)
          await compareTrades({ ...scene, time }, subject, 15)
        }
      })
    }
  })
})

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
  return { stage, vault, pool, next, time: LATER }
}
