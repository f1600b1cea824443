import { MevdError } from '../../kernel/errors.ts'
import type { Hex, Micros } from '../../kernel/units.ts'
import type { Connection } from '../rpc/connection.ts'
import type { BlockRef, Change, Head, Rpc } from '../types.ts'
import { bloomOf } from './bloom.ts'

/** A block header as nodes write it; `eth_subscribe newHeads` and `eth_getBlockByHash` agree on these. */
export type WireHead = {
  readonly number: Hex
  readonly hash: Hex
  readonly parentHash: Hex
  readonly timestamp: Hex
  readonly baseFeePerGas?: Hex | null
  readonly gasUsed?: Hex
  readonly gasLimit?: Hex
  readonly logsBloom?: Hex
}

/** A log as nodes write it. */
export type WireLog = {
  readonly address: Hex
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly blockNumber: Hex
  readonly blockHash: Hex
  readonly transactionHash: Hex
  readonly transactionIndex: Hex
  readonly logIndex: Hex
  readonly removed?: boolean
}

const EMPTY_BLOOM = /^0x0+$/

/**
 * A header as a Head.
 *
 * `silent` needs both an all-zero bloom and no gas used: nodes exist that leave the bloom empty.
 */
export const headOf = (wire: WireHead, received: Micros): Head => ({
  height: Number(wire.number),
  id: wire.hash,
  parent: wire.parentHash,
  time: Number(wire.timestamp),
  baseFee: wire.baseFeePerGas == null ? null : BigInt(wire.baseFeePerGas),
  gasUsed: BigInt(wire.gasUsed ?? '0x0'),
  gasLimit: BigInt(wire.gasLimit ?? '0x0'),
  silent:
    wire.logsBloom !== undefined &&
    EMPTY_BLOOM.test(wire.logsBloom) &&
    wire.gasUsed !== undefined &&
    BigInt(wire.gasUsed) === 0n,
  ...bloomIn(wire),
  received,
})

/** A header's filter, where it has one that says something. */
function bloomIn({ logsBloom }: WireHead): { readonly bloom?: Uint8Array } {
  const bloom = bloomOf(logsBloom)
  return bloom === null || logsBloom === undefined || EMPTY_BLOOM.test(logsBloom) ? {} : { bloom }
}

/** A log as a Change, with address and topics lower-case. */
export const changeOf = (wire: WireLog): Change => ({
  kind: 'log',
  address: wire.address.toLowerCase() as Hex,
  topics: wire.topics.map((topic) => topic.toLowerCase() as Hex),
  data: wire.data,
  block: { height: Number(wire.blockNumber), id: wire.blockHash },
  transactionHash: wire.transactionHash,
  transactionIndex: Number(wire.transactionIndex),
  logIndex: Number(wire.logIndex),
})

/** The newest block the node has. */
export async function latestHead(rpc: Rpc, now: () => Micros): Promise<Head> {
  const wire = await rpc.request<WireHead | null>('eth_getBlockByNumber', ['latest', false])
  if (wire === null) throw new MevdError('NODE_ERROR', 'the node has no latest block')
  return headOf(wire, now())
}

/** A block by hash; null where the node does not have it any more. */
export async function headById(rpc: Rpc, id: Hex, now: () => Micros): Promise<Head | null> {
  const wire = await rpc.request<WireHead | null>('eth_getBlockByHash', [id, false])
  return wire === null ? null : headOf(wire, now())
}

/** All logs of one block that carry one of `topics` first, in their order on the chain, and their arrival. */
export async function logsOf(
  connection: Pick<Connection, 'timed'>,
  block: BlockRef,
  topics: readonly Hex[],
): Promise<{ readonly changes: readonly Change[]; readonly received: Micros }> {
  const { result, received } = await connection.timed<readonly WireLog[]>('eth_getLogs', [
    { blockHash: block.id, topics: [topics] },
  ])
  return { changes: result.map(changeOf).sort((a, b) => a.logIndex - b.logIndex), received }
}
