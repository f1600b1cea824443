import { decodeEventLog, parseAbi } from 'viem'
import { topics } from '../../daemon/chains/decode/topics.ts'
import { decodeSync } from '../../daemon/chains/decode/uniswap-v2.ts'
import type { Bench } from './harness.ts'
import { dataOf, inputs, reservesOf, turning } from './inputs.ts'

const abi = parseAbi(['event Sync(uint112 reserve0, uint112 reserve1)'])

/** Data of a `Sync` log to exact reserves. */
export function decodeSyncBench(): Bench {
  const all = inputs((i) => dataOf(...reservesOf(i)))
  const next = turning(all)
  const nextOfPeer = turning(all)
  return {
    name: 'decode-sync',
    work: () => decodeSync(next()),
    peer: {
      name: 'viem decodeEventLog',
      work: () => decodeEventLog({ abi, topics: [topics.sync], data: nextOfPeer() }),
    },
  }
}
