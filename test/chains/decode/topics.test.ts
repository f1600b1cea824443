import { toEventSelector } from 'viem'
import { expect, test } from 'vitest'
import { topics } from '../../../daemon/chains/decode/topics.ts'
import { abi } from './events.ts'

test('topics are the ones that viem derives from the declarations', () => {
  const selectors = Object.fromEntries(abi.map((event) => [event.name, toEventSelector(event)]))
  const { Sync, PairCreated, Initialize, Swap, Mint, Burn, PoolCreated, Transfer } = selectors
  expect(topics).toEqual({
    sync: Sync,
    pairCreated: PairCreated,
    initialize: Initialize,
    v3Swap: Swap,
    mint: Mint,
    burn: Burn,
    poolCreated: PoolCreated,
    transfer: Transfer,
  })
})
