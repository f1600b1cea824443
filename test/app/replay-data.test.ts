import { expect } from 'vitest'
import { data, describeWithData, readJson, readLines, testWithData } from '../data.ts'
import { looksAt } from './replaying.ts'

type Arbitrage = {
  readonly block: number
  readonly tx: string
  readonly v2_state_known: boolean
  readonly pools: readonly string[]
  readonly optimalProfit?: string
}
type Logged = { readonly transactionHash?: string; readonly transactionIndex?: string }

const folder = 'mainnet-blocks'
const recordingOf = (block: number) => [folder, 'recordings', `${block}.jsonl`] as const

describeWithData('replay of recorded mainnet blocks', () => {
  testWithData(
    'finds each arbitrage right before it was made, at no less than its optimum',
    async () => {
      const all = readJson<readonly Arbitrage[]>(folder, 'arbitrages_with_v2_state.json')
      const known = all.filter(({ v2_state_known }) => v2_state_known)
      expect(known.length).toBeGreaterThan(3)
      for (const { block, tx, pools, optimalProfit = '0' } of known) {
        const made = readLines<Logged>(...recordingOf(block)).find(
          ({ transactionHash }) => transactionHash === tx,
        )
        const index = Number(made?.transactionIndex)
        const looks = await looksAt(data(...recordingOf(block)), 'transaction')
        const before = looks.findLast(({ transactionIndex }) => (transactionIndex ?? -1) < index)
        const same = before?.opportunities.find(
          ({ hops }) =>
            hops
              .map(({ pool }) => pool)
              .sort()
              .join() === pools.toSorted().join(),
        )
        const optimum = BigInt(optimalProfit)
        expect(same?.profit, tx).toBeGreaterThanOrEqual(optimum - optimum / 1_000_000n)
      }
    },
  )

  testWithData('sees hardly anything left of an arbitrage once it has been made', async () => {
    const all = readJson<readonly Arbitrage[]>(folder, 'arbitrages_with_v2_state.json')
    const [first] = all.filter(({ v2_state_known }) => v2_state_known)
    const looks = await looksAt(data(...recordingOf(first?.block ?? 0)), 'transaction')
    const after = looks.find(({ transactionHash }) => transactionHash === first?.tx)
    const left = after?.opportunities.filter(({ hops }) =>
      hops.every(({ pool }) => first?.pools.includes(pool)),
    )
    const hundredth = BigInt(first?.optimalProfit ?? 0) / 100n
    expect(left?.filter(({ profit }) => profit > hundredth)).toEqual([])
  })
})

describeWithData('replay of a snapshot of V3 and V2 pools of one moment', () => {
  testWithData('finds no cycle that pays, since there was none', async () => {
    for (const hops of [2, 3, 4]) {
      const [look, ...rest] = await looksAt(data('v3-pools', 'snapshot.jsonl'), 'block', hops)
      expect(look?.opportunities).toEqual([])
      expect(rest).toEqual([])
    }
  })
})
