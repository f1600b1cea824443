import { topics } from '../../chains/decode/topics.ts'
import { addressOfWord, uintAt } from '../../kernel/hex.ts'
import type { Hex } from '../../kernel/units.ts'
import type { Delta, Order, Outcome } from '../types.ts'

/** A transaction receipt as nodes write it. */
export type WireReceipt = {
  readonly transactionHash: Hex
  readonly blockHash: Hex
  readonly blockNumber: Hex
  readonly status: Hex
  readonly gasUsed: Hex
  readonly effectiveGasPrice: Hex
  readonly logs: readonly {
    readonly address: Hex
    readonly topics: readonly Hex[]
    readonly data: Hex
  }[]
}

/**
 * What a mined order did to our accounts, out of the chain's own events.
 *
 * Gas is a loss of the signer's native coin whether the call succeeded or not; tokens move by their
 * ERC-20 Transfer events. Moves between our own accounts appear on both and net to zero.
 */
export function outcomeOf(
  order: Order,
  receipt: WireReceipt,
  accounts: readonly Hex[],
): Extract<Outcome, { kind: 'landed' }> {
  const gasUsed = BigInt(receipt.gasUsed)
  const deltas = new Map<string, Delta>()
  const add = (account: Hex, asset: Hex | 'native', units: bigint): void => {
    if (!accounts.includes(account)) return
    const key = `${account} ${asset}`
    deltas.set(key, { account, asset, units: (deltas.get(key)?.units ?? 0n) + units })
  }
  add(order.signer, 'native', -gasUsed * BigInt(receipt.effectiveGasPrice))
  for (const log of receipt.logs) {
    const [topic, from, to] = log.topics
    if (topic !== topics.transfer || !from || !to || log.data.length !== 66) continue
    const token = log.address.toLowerCase() as Hex
    const units = uintAt(log.data, 0)
    add(addressOfWord(from), token, -units)
    add(addressOfWord(to), token, units)
  }
  return {
    kind: 'landed',
    order,
    block: { height: Number(receipt.blockNumber), id: receipt.blockHash },
    success: BigInt(receipt.status) === 1n,
    gasUsed,
    deltas: [...deltas.values()].filter((delta) => delta.units !== 0n),
  }
}
