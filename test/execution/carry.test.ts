import { describe, expect, test } from 'vitest'
import { type CarryContext, carry } from '../../daemon/execution/carry.ts'
import { signTransaction } from '../../daemon/execution/chain/transaction.ts'
import { noncesOf } from '../../daemon/execution/orders/nonces.ts'
import { planOf } from '../../daemon/execution/plan.ts'
import type { Order, Taken } from '../../daemon/execution/types.ts'
import { MevdError } from '../../daemon/kernel/errors.ts'
import { quantity, word } from '../../daemon/kernel/hex.ts'
import { micros } from '../../daemon/kernel/units.ts'
import { scoredOf, stillClock } from '../scoring/examples.ts'
import { EXECUTOR, SIGNER } from './orders/examples.ts'
import { type Answers, breaking, refusing, scripted } from './scripted-rpc.ts'

const scored = scoredOf()
const taken: Taken = {
  kind: 'take',
  scored,
  reservation: { id: 'a1', token: '0x', input: 1n, atRisk: 1n, pools: [] },
  grounds: { facts: {}, fired: [], revision: 'rev' },
  decidedAt: micros(0),
}
const signer = {
  address: SIGNER,
  sign: () => ({ signature: new Uint8Array(64).fill(7), recovery: 1 }),
}
const SEND = 'eth_sendRawTransaction'
const pays: Answers = { eth_call: () => `0x${word(10n ** 17n)}`, [SEND]: () => '0x' }

/** A stage on which all goes well but for what the test says. */
async function stage(answers: Answers = {}, changes: Partial<CarryContext> = {}) {
  const rpc = scripted({ eth_getTransactionCount: () => '0x5', ...pays, ...answers })
  const nonces = noncesOf([SIGNER])
  await nonces.refresh(rpc)
  rpc.asked.length = 0
  const journaled: Order[] = []
  const ctx: CarryContext = {
    clock: stillClock(),
    rpc,
    chainId: 31_337,
    executor: EXECUTOR,
    signer,
    nonces,
    mode: 'live',
    journal: async (order) => void journaled.push(order),
    gate: () => null,
    ...changes,
  }
  return { rpc, nonces, journaled, carried: carry(ctx, taken), ctx }
}

/** A gate that closes at the n-th ask. */
function closingAt(n: number, why: 'STALE' | 'STOPPED') {
  let asked = 0
  return () => (++asked < n ? null : why)
}

describe('carry', () => {
  test('simulates the very call data that it sends, as the account that sends it', async () => {
    const { rpc, carried } = await stage()
    expect((await carried).kind).toBe('sent')
    const [call, sent] = rpc.asked
    const { to, data } = planOf(scored, EXECUTOR)
    const { limit, maxFee, priorityFee } = scored.bid
    const fees = {
      gas: quantity(limit),
      maxFeePerGas: quantity(maxFee),
      maxPriorityFeePerGas: quantity(priorityFee),
    }
    expect(call).toEqual({
      method: 'eth_call',
      params: [{ from: SIGNER, to, data, ...fees }, 'latest'],
    })
    const transaction = {
      chainId: 31_337,
      nonce: 5,
      to,
      data,
      gasLimit: limit,
      maxFee,
      priorityFee,
    }
    const { raw } = signTransaction(transaction, signer)
    expect(sent).toEqual({ method: SEND, params: [raw] })
  })

  test('journals before it sends, and sends only once the line is on disk', async () => {
    let durable = (): void => undefined
    const disk = new Promise<void>((resolve) => {
      durable = resolve
    })
    const { rpc, carried } = await stage({}, { journal: () => disk })
    for (let i = 0; i < 50; i++) await Promise.resolve()
    expect(rpc.count('eth_call')).toBe(1)
    expect(rpc.count(SEND)).toBe(0)
    durable()
    await carried
    expect(rpc.count(SEND)).toBe(1)
  })

  test('journals hash, nonce and bytes of what it sends', async () => {
    const { rpc, journaled, carried } = await stage()
    const done = await carried
    const [order] = journaled
    expect(order).toMatchObject({ id: 'a1', signer: SIGNER, nonce: 5, height: 100 })
    expect(order).toMatchObject({ expected: scored.net, venues: ['uniswap-v2', 'uniswap-v2'] })
    expect(rpc.asked.at(-1)?.params).toEqual([order?.raw])
    expect(done.order).toBe(order)
  })
})

describe('nothing is sent', () => {
  /** How it ended, with nothing sent and no nonce used up. */
  async function unsent(answers: Answers, changes: Partial<CarryContext> = {}) {
    const { rpc, nonces, journaled, carried } = await stage(answers, changes)
    const done = await carried
    expect(rpc.count(SEND)).toBe(0)
    expect(nonces.claim(SIGNER)).toBe(5)
    return { done, journaled }
  }

  test('where the simulation reverts', async () => {
    const { done, journaled } = await unsent({ eth_call: refusing('execution reverted') })
    const detail = 'execution reverted'
    expect(done).toMatchObject({
      why: 'SIMULATION_REVERTED',
      detail,
      simulated: false,
      order: null,
    })
    expect(journaled).toEqual([])
  })

  test('where nobody is at the address of the executor', async () => {
    const { done } = await unsent({ eth_call: () => '0x' })
    expect(done).toMatchObject({ why: 'SIMULATION_REVERTED', order: null })
  })

  test('where the node cannot be reached to simulate', async () => {
    const { done } = await unsent({ eth_call: breaking })
    expect(done).toMatchObject({ why: 'NODE_UNREACHABLE', simulated: false, order: null })
  })

  test.each(['STALE', 'STOPPED'] as const)(
    'where the gate is %s after the simulation',
    async (why) => {
      const { done, journaled } = await unsent({}, { gate: closingAt(1, why) })
      expect(done).toMatchObject({ kind: 'unsent', why, simulated: true, order: null })
      expect(journaled).toEqual([])
    },
  )

  test('where the gate closes while the line is written: it is journaled, and its nonce is free', async () => {
    const { done, journaled } = await unsent({}, { gate: closingAt(2, 'STOPPED') })
    expect(done).toMatchObject({ kind: 'unsent', why: 'STOPPED', order: journaled[0] })
    expect(journaled).toHaveLength(1)
  })

  test('in shadow mode, and nothing is journaled', async () => {
    const { done, journaled } = await unsent({}, { mode: 'shadow' })
    expect(done).toMatchObject({ why: 'SHADOW', simulated: true, order: null })
    expect(journaled).toEqual([])
  })

  test('where the nonce is unknown', async () => {
    const { rpc, carried, journaled } = await stage({}, { nonces: noncesOf([SIGNER]) })
    expect(await carried).toMatchObject({ why: 'NONCE_UNKNOWN', order: null })
    expect([rpc.count(SEND), journaled.length]).toEqual([0, 0])
  })

  test('where the line cannot be written', async () => {
    const journal = () => Promise.reject(new MevdError('LEDGER_CORRUPT', 'disk full'))
    const { rpc, carried } = await stage({}, { journal })
    await expect(carried).rejects.toMatchObject({ code: 'LEDGER_CORRUPT' })
    expect(rpc.count(SEND)).toBe(0)
  })
})

describe('a send', () => {
  test('that the node refuses gives the nonce back, and is still watched', async () => {
    const { nonces, journaled, carried } = await stage({ [SEND]: refusing('nonce too low') })
    const done = await carried
    expect(done).toMatchObject({ kind: 'unsent', why: 'NODE_REFUSED', detail: 'nonce too low' })
    expect(done.order).toBe(journaled[0])
    expect(nonces.claim(SIGNER)).toBe(5)
  })

  test('during which the link breaks counts as sent, and keeps its nonce', async () => {
    const { nonces, carried } = await stage({ [SEND]: breaking })
    expect((await carried).kind).toBe('sent')
    expect(nonces.claim(SIGNER)).toBe(6)
  })
})
