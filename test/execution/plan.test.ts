import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { type Abi, decodeFunctionData, encodeFunctionData } from 'viem'
import { describe, expect, test } from 'vitest'
import { planOf } from '../../daemon/execution/plan.ts'
import type { Hex } from '../../daemon/kernel/units.ts'
import { wei } from '../../daemon/kernel/units.ts'
import type { Hop } from '../../daemon/strategies/types.ts'
import { pair, scoredOf } from '../scoring/examples.ts'

const abi = JSON.parse(readFileSync('daemon/execution/contracts/Executor.json', 'utf8')).abi as Abi
const executor: Hex = `0x${'5e'.repeat(20)}`

const bytes = (count: number) =>
  fc
    .uint8Array({ minLength: count, maxLength: count })
    .map((data) => Buffer.from(data).toString('hex'))
const address = bytes(20).map((text): Hex => `0x${text}`)
const ticks = { index: new Int32Array(0), net: [], gross: [] }
const state = fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 999_999 })).map(([isV3, feePpm]) => {
  if (!isV3) return pair(1n, 1n, feePpm)
  const pool = { sqrtPriceX96: 1n, tick: 0, liquidity: 1n, tickSpacing: 1, feePpm, ticks }
  return { venue: 'uniswap-v3' as const, zeroForOne: true, state: pool }
})
const hops: fc.Arbitrary<readonly Hop[]> = fc.array(
  fc.record({
    pool: address,
    dex: fc.constant('dex'),
    tokenIn: address,
    tokenOut: address,
    state,
  }),
  { minLength: 1, maxLength: 6 },
)
const amount = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n })

describe('planOf', () => {
  test('gives the call data that viem makes of the ABI of the executor', () => {
    fc.assert(
      fc.property(bytes(16), hops, amount, amount, (id, path, input, gasCost) => {
        const example = scoredOf()
        const opportunity = { ...example.opportunity, id, hops: path }
        const plan = planOf({ ...example, opportunity, input, gasCost: wei(gasCost) }, executor)
        const wanted = path.map(({ pool, tokenIn, tokenOut, state }) => ({
          ...{ pool, tokenIn, tokenOut },
          feePpm: state.venue === 'uniswap-v2' ? state.feePpm : 0,
          kind: state.venue === 'uniswap-v2' ? 0 : 1,
        }))
        const ref = `0x${id.padStart(64, '0')}`
        const args = [ref, input, gasCost, wanted]
        expect(plan.data).toBe(encodeFunctionData({ abi, functionName: 'execute', args }))
        expect(plan.to).toBe(executor)
      }),
    )
  })

  test('asks the contract for no less than the gas costs', () => {
    const scored = scoredOf()
    const { data, minProfit } = planOf(scored, executor)
    expect(minProfit).toBe(scored.gasCost)
    expect(decodeFunctionData({ abi, data }).args?.slice(1, 3)).toEqual([
      scored.input,
      scored.gasCost,
    ])
  })
})
