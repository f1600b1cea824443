import { describe, expect, test } from 'vitest'
import { noncesOf } from '../../../daemon/execution/orders/nonces.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import { breaking, scripted } from '../scripted-rpc.ts'
import { SIGNER, STRANGER } from './examples.ts'

const counting = (count: () => number) =>
  scripted({ eth_getTransactionCount: () => `0x${count().toString(16)}` })

async function noncesAt(count: number) {
  const nonces = noncesOf([SIGNER])
  await nonces.refresh(counting(() => count))
  return nonces
}

describe('nonces', () => {
  test('are unknown until the chain has been asked, and for strangers', async () => {
    const nonces = noncesOf([SIGNER])
    expect([nonces.claim(SIGNER), nonces.known()]).toEqual([null, false])
    await nonces.refresh(counting(() => 16))
    expect([nonces.known(), nonces.claim(SIGNER), nonces.claim(STRANGER)]).toEqual([true, 16, null])
  })

  test('count what waits in the pool', async () => {
    const rpc = counting(() => 3)
    await noncesOf([SIGNER]).refresh(rpc)
    expect(rpc.asked).toEqual([{ method: 'eth_getTransactionCount', params: [SIGNER, 'pending'] }])
  })

  test('are claimed once each, in order', async () => {
    const nonces = await noncesAt(5)
    expect([1, 2, 3].map(() => nonces.claim(SIGNER))).toEqual([5, 6, 7])
  })

  test('are claimed again after the newest was given back', async () => {
    const nonces = await noncesAt(5)
    nonces.claim(SIGNER)
    nonces.release(SIGNER, 5)
    expect(nonces.claim(SIGNER)).toBe(5)
  })

  test('are not claimed twice where an older one is given back', async () => {
    const nonces = await noncesAt(5)
    nonces.claim(SIGNER)
    nonces.claim(SIGNER)
    nonces.release(SIGNER, 5)
    expect(nonces.claim(SIGNER)).toBe(7)
  })

  test('follow the chain after it was asked again', async () => {
    const nonces = await noncesAt(5)
    nonces.claim(SIGNER)
    await nonces.refresh(counting(() => 4))
    expect(nonces.claim(SIGNER)).toBe(4)
  })

  test('are unknown, not wrong, where the chain does not answer', async () => {
    const nonces = await noncesAt(5)
    const refresh = nonces.refresh(scripted({ eth_getTransactionCount: breaking }))
    await expect(refresh).rejects.toMatchObject({ code: 'NODE_UNREACHABLE' })
    expect([nonces.known(), nonces.claim(SIGNER)]).toEqual([false, null])
  })

  test('are each signer’s own', async () => {
    const nonces = noncesOf([SIGNER, STRANGER])
    const counts: Record<Hex, string> = { [SIGNER]: '0x5', [STRANGER]: '0x9' }
    await nonces.refresh(scripted({ eth_getTransactionCount: (of: Hex) => counts[of] }))
    expect([nonces.claim(SIGNER), nonces.claim(STRANGER)]).toEqual([5, 9])
  })
})
