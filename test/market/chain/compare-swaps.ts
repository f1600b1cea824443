import { expect } from 'vitest'
import type { RecordedPool } from '../../../daemon/chains/feeds/recording.ts'
import { limitOf, type Pool, populate, type Swapped, swappedOf, type Trial, trialsOf } from './concentrated.ts'
import { drawing } from './draw.ts'
import type { Stage } from './stage.ts'
import { swapExactIn, swapExactOut } from '../../../daemon/market/venues/uniswap-v3/swap.ts'
import { poolOfRecord } from '../../../daemon/market/read/recorded.ts'

const STATES = 8
const CASES = 40
export const tally = new Map<string, number>()
const count = (k: string) => tally.set(k, (tally.get(k) ?? 0) + 1)

export async function compareSwaps(stage: Stage, pool: Pool): Promise<void> {
  for (let seed = 1; seed <= STATES; seed += 1) {
    await stage.undoing(async () => {
        const next = drawing(seed)
        await stage.all(populate(pool, next))
        const record = await pool.record()
        const trials = await trialsOf(stage, pool, record, next, CASES)
        const found = poolOfRecord('', 1, {...record, type: 'uniswap-v3'})
        if (found.kind !== 'pool' || found.pool.venue !== 'uniswap-v3') throw new Error('no')
        const state = found.pool.state
        const answers = await stage.each(trials.map(({ zeroForOne, amount }) => pool.swap(zeroForOne, amount, limitOf(zeroForOne))))
        const chain = trials.map((t, i) => ({ ...t, did: swappedOf(answers[i], t.zeroForOne) }))
        const ours = trials.map((t) => {
          const { crossed, ...did } = t.amount > 0n ? swapExactIn(state, t.zeroForOne, t.amount) : swapExactOut(state, t.zeroForOne, -t.amount)
          count('crossed ' + Math.min(crossed, 3))
          return { ...t, did: t.amount === 0n || state.sqrtPriceX96 === limitOf(t.zeroForOne) ? null : did }
        })
        for (const { amount, did } of chain) {
          if (did === null) count('reverted ' + (amount === 0n))
          else if (did.amountIn === amount || did.amountOut === -amount) count('full')
          else count('partial')
        }
        expect(ours).toEqual(chain)
    })
  }
}
