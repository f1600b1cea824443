import type { WireHead, WireLog } from '../../daemon/chains/feeds/blocks.ts'
import type { BlockRef } from '../../daemon/chains/types.ts'
import { quantity, word } from '../../daemon/kernel/hex.ts'
import type { Hex } from '../../daemon/kernel/units.ts'
import {
  answer,
  type Call,
  note,
  refusal,
  type SocketServer,
  socketServer,
} from './socket-server.ts'

/** A block of the scripted chain. */
export type Block = BlockRef & { readonly parent: Hex; readonly logs: readonly WireLog[] }

/** What a block holds: so many logs of one topic each. */
export type Content = { readonly logs?: number }

/** The only topic that the scripted chain's logs carry. */
export const TOPIC: Hex = `0x${'70'.repeat(32)}`

/** A node that does on command what real ones do at bad times. */
export type ScriptedNode = Pick<SocketServer, 'ipc' | 'calls' | 'kill' | 'start'> & {
  readonly genesis: Block
  /** Makes a block on top of another and makes it the node's latest; nobody is told. */
  readonly mine: (parent: Block, content?: Content) => Block
  /** Makes another block the latest. */
  readonly jumpTo: (block: Block) => void
  /** Takes a block out of the node, as a reorg does at a node that keeps no side chains. */
  readonly forget: (block: Block) => void
  /** Tells those who subscribed to heads. */
  readonly tell: (...blocks: readonly Block[]) => void
  /** Runs before the next call of a method is answered; a text it returns is the refusal. */
  readonly before: (method: string, act: () => string | undefined) => void
}

/** Starts a scripted node with one block. */
export async function scriptedNode(): Promise<ScriptedNode> {
  const blocks = new Map<string, Block>()
  const traps = new Map<string, (() => string | undefined)[]>()
  const subscriptions: string[] = []
  let made = 0
  let latest: Block

  const block = (height: number, parent: Hex, count: number): Block => {
    const id: Hex = `0x${word(0xb10c_0000 + ++made)}`
    const logs = Array.from({ length: count }, (_, i) => logAt({ height, id }, i))
    const found = { height, id, parent, logs }
    blocks.set(id, found)
    return found
  }
  const results: Record<string, (call: Call) => unknown> = {
    eth_subscribe: ({ params }) => {
      if (params[0] !== 'newHeads') throw new Error('unknown subscription')
      return subscriptions[subscriptions.push(quantity(0x50 + ++made)) - 1]
    },
    eth_getBlockByNumber: ({ params }) => {
      if (params[0] !== 'latest' || params[1] !== false) throw new Error('invalid params')
      return headOf(latest)
    },
    eth_getBlockByHash: ({ params }) => {
      const found = blocks.get(String(params[0]))
      return found ? headOf(found) : null
    },
    eth_getLogs: ({ params }) => {
      const { blockHash, topics } = params[0] as { blockHash: string; topics: [string[]] }
      const found = blocks.get(blockHash)
      if (!found) throw new Error('unknown block')
      return found.logs.filter((log) => topics[0].includes(log.topics[0] ?? ''))
    },
  }
  const reply = (call: Call): string => {
    const fault = traps.get(call.method)?.shift()?.()
    if (fault !== undefined) return refusal(call.id, -32_000, fault)
    const result = results[call.method]
    if (!result) return refusal(call.id, -32_601, 'method not found')
    try {
      return answer(call.id, result(call))
    } catch (error) {
      return refusal(call.id, -32_000, (error as Error).message)
    }
  }
  const server = await socketServer(reply)
  const genesis = block(100, `0x${'0'.repeat(64)}`, 0)
  latest = genesis
  return {
    ...server,
    genesis,
    mine: (parent, { logs = 0 } = {}) => {
      latest = block(parent.height + 1, parent.id, logs)
      return latest
    },
    jumpTo: (to) => {
      latest = to
    },
    forget: ({ id }) => {
      blocks.delete(id)
    },
    tell: (...told) => {
      const notes = told.flatMap((each) => subscriptions.map((id) => note(id, headOf(each))))
      server.say(notes.join('\n'))
    },
    before: (method, act) => {
      traps.set(method, [...(traps.get(method) ?? []), act])
    },
    kill: async () => {
      subscriptions.length = 0
      await server.kill()
    },
  }
}

/** An empty block has used no gas and has an empty bloom; the others have both. */
const headOf = ({ height, id, parent, logs }: Block): WireHead => ({
  number: quantity(height),
  hash: id,
  parentHash: parent,
  timestamp: quantity(1_700_000_000 + height),
  baseFeePerGas: '0x7',
  gasUsed: quantity(50_000 * logs.length),
  gasLimit: '0x1c9c380',
  logsBloom: `0x${(logs.length > 0 ? '40' : '00').repeat(256)}`,
})

const logAt = (at: BlockRef, i: number): WireLog => ({
  address: `0x${'Ab'.repeat(20)}`,
  topics: [TOPIC],
  data: `0x${word(i)}`,
  blockNumber: quantity(at.height),
  blockHash: at.id,
  transactionHash: `0x${word(i)}`,
  transactionIndex: quantity(i),
  logIndex: quantity(i),
})
