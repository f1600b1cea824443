import { topics } from '../../../daemon/chains/decode/topics.ts'
import type { BlockRef } from '../../../daemon/chains/types.ts'
import type { WireReceipt } from '../../../daemon/execution/orders/receipt.ts'
import type { Order } from '../../../daemon/execution/types.ts'
import { quantity, word } from '../../../daemon/kernel/hex.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'

/** The account that signs. */
export const SIGNER: Hex = `0x${'51'.repeat(20)}`

/** The contract that trades. */
export const EXECUTOR: Hex = `0x${'5e'.repeat(20)}`

/** An account that is not ours. */
export const STRANGER: Hex = `0x${'99'.repeat(20)}`

/** A block of a fork: 'a' and 'b' of one height are two blocks. */
export const block = (height: number, fork = 'a'): BlockRef => ({
  height,
  id: `0x${height.toString(16).padStart(63, '0')}${fork}`,
})

/** An order that was signed at a height. */
export const orderOf = (nonce = 0, height = 100): Order => ({
  id: `id-${nonce}`,
  network: 'devnet',
  signer: SIGNER,
  nonce,
  hash: `0x${word(nonce + 1)}`,
  raw: '0x02',
  expected: 1_000n,
  venues: ['uniswap-v2', 'uniswap-v2'],
  height,
})

/** A Transfer event. */
export const transfer = (
  token: Hex,
  from: Hex,
  to: Hex,
  units: bigint,
): WireReceipt['logs'][number] => ({
  address: token,
  topics: [topics.transfer, `0x${word(BigInt(from))}`, `0x${word(BigInt(to))}`],
  data: `0x${word(units)}`,
})

/** The receipt of an order in a block. */
export const receiptOf = (
  order: Order,
  at: BlockRef,
  logs: WireReceipt['logs'] = [],
  status: Hex = '0x1',
): WireReceipt => ({
  transactionHash: order.hash,
  blockHash: at.id,
  blockNumber: quantity(at.height),
  status,
  gasUsed: quantity(200_000),
  effectiveGasPrice: quantity(12n * 10n ** 9n),
  logs,
})
