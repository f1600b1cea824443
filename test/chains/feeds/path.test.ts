import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { WireHead } from '../../../daemon/chains/feeds/blocks.ts'
import { extended, type Lineage, lineageFrom } from '../../../daemon/chains/feeds/lineage.ts'
import { pathTo } from '../../../daemon/chains/feeds/path.ts'
import type { Head, Rpc } from '../../../daemon/chains/types.ts'
import { quantity } from '../../../daemon/kernel/hex.ts'
import { micros } from '../../../daemon/kernel/units.ts'
import { headAt, refAt } from './blocks.ts'

const now = () => micros(0)

const wireOf = (head: Head): WireHead => ({
  number: quantity(head.height),
  hash: head.id,
  parentHash: head.parent,
  timestamp: quantity(head.time),
})

/** A node that has these blocks, and what it was asked for. */
function nodeWith(blocks: readonly Head[]): { readonly rpc: Rpc; readonly asked: unknown[] } {
  const asked: unknown[] = []
  const request = async (method: string, params: readonly unknown[] = []): Promise<unknown> => {
    if (method !== 'eth_getBlockByHash') throw new Error(`unexpected ${method}`)
    asked.push(params[0])
    const found = blocks.find((block) => block.id === params[0])
    return found ? wireOf(found) : null
  }
  return { rpc: { request: request as Rpc['request'] }, asked }
}

/** The lineage that knows blocks `first` to `last`. */
const knowing = (first: number, last: number): Lineage =>
  Array.from({ length: last - first }, (_, i) => headAt(first + 1 + i)).reduce(
    extended,
    lineageFrom(refAt(first), 64),
  )

describe('pathTo', () => {
  test('of a head that links needs nothing of the node', async () => {
    const { rpc, asked } = nodeWith([])
    expect(await pathTo(rpc, knowing(5, 9), headAt(10), now)).toEqual({
      base: refAt(9),
      blocks: [headAt(10)],
    })
    expect(asked).toEqual([])
  })

  test('of a block that we know is that block and nothing above it', async () => {
    const { rpc } = nodeWith([])
    expect(await pathTo(rpc, knowing(5, 9), headAt(7), now)).toEqual({ base: refAt(7), blocks: [] })
  })

  test('leads over the fork, oldest first, from the block where it parts from ours', async () => {
    const sizes = { min: 0, max: 8 }
    await fc.assert(
      fc.asyncProperty(fc.integer(sizes), fc.integer(sizes), async (back, ahead) => {
        const parting = refAt(20 - back)
        const fork = Array.from({ length: ahead + 1 }, (_, i) => {
          const height = parting.height + 1 + i
          return headAt(height, 'f', i === 0 ? parting : undefined)
        })
        const { rpc } = nodeWith(fork)
        const path = await pathTo(rpc, knowing(10, 20), fork.at(-1) as Head, now)
        expect(path?.base).toEqual(parting)
        expect(path?.blocks.map(({ id }) => id)).toEqual(fork.map(({ id }) => id))
      }),
    )
  })

  test('is none where the chains part before the oldest block that is known', async () => {
    const fork = Array.from({ length: 6 }, (_, i) => headAt(i + 7, 'f', refAt(i + 6, i ? 'f' : '')))
    const { rpc, asked } = nodeWith(fork)
    expect(await pathTo(rpc, knowing(8, 12), fork.at(-1) as Head, now)).toBeNull()
    expect(asked).toHaveLength(4)
  })

  test('is none from a block below all that is known', async () => {
    expect(await pathTo(nodeWith([]).rpc, knowing(8, 12), headAt(3), now)).toBeNull()
  })

  test('errs where a block on the way has vanished', async () => {
    const lost = pathTo(nodeWith([]).rpc, knowing(8, 12), headAt(14), now)
    await expect(lost).rejects.toMatchObject({ code: 'NODE_ERROR' })
  })
})
