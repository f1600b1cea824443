import { describe, expect, test } from 'vitest'
import type { BlockRef } from '../../../daemon/chains/types.ts'
import { minedCount, REMEMBERED_BLOCKS, watchOf } from '../../../daemon/execution/orders/watch.ts'
import type { Order } from '../../../daemon/execution/types.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import { breaking, scripted } from '../scripted-rpc.ts'
import { block, EXECUTOR, orderOf, receiptOf, SIGNER } from './examples.ts'

/** What the node knows of an order: where it is mined, that it waits, or nothing. */
type Known = BlockRef | 'waiting' | null

/** A watch over a node whose knowledge the test sets. */
function stage(...orders: readonly Order[]) {
  const known = new Map<Hex, Known>()
  const rpc = scripted({
    eth_getTransactionReceipt: (hash: Hex) => {
      const at = known.get(hash) ?? null
      const order = orders.find((each) => each.hash === hash) ?? orderOf()
      return at === null || at === 'waiting' ? null : receiptOf(order, at)
    },
    eth_getTransactionByHash: (hash: Hex) => ((known.get(hash) ?? null) === null ? null : { hash }),
  })
  const watch = watchOf({ accounts: [SIGNER, EXECUTOR], confirmations: 3 })
  for (const order of orders) watch.add(order)
  return {
    rpc,
    watch,
    set: (order: Order, what: Known) => known.set(order.hash, what),
    /** What a look at a tip says, as words. */
    async look(tip: BlockRef, which: 'pending' | 'all' = 'all') {
      return (await watch.look(rpc, tip, which)).map((outcome) => {
        if (outcome.kind === 'landed')
          return `${outcome.order.id} landed ${outcome.block.id.slice(-3)}`
        if (outcome.kind === 'dropped') return `${outcome.order.id} dropped`
        return `${outcome.order.id} reopened ${outcome.lost.id.slice(-3)}`
      })
    },
  }
}

const order = orderOf(0)
const other = orderOf(1)
/** The end of a block's id. */
const at = (height: number, fork = 'a') => block(height, fork).id.slice(-3)

describe('watch', () => {
  test('says nothing while an order waits', async () => {
    const { look, set, watch } = stage(order)
    set(order, 'waiting')
    expect(await look(block(105))).toEqual([])
    expect(watch.pending()).toBe(1)
  })

  test('says once that it landed', async () => {
    const { look, set, watch } = stage(order)
    set(order, block(101))
    expect(await look(block(101))).toEqual([`id-0 landed ${at(101)}`])
    expect(await look(block(101))).toEqual([])
    expect(watch.pending()).toBe(0)
  })

  test('reopens it when its block goes, and tells when it lands elsewhere', async () => {
    const { look, set, watch } = stage(order)
    set(order, block(101))
    await look(block(101))
    set(order, 'waiting')
    expect(await look(block(101, 'b'))).toEqual([`id-0 reopened ${at(101)}`])
    expect(watch.pending()).toBe(1)
    set(order, block(102, 'b'))
    expect(await look(block(102, 'b'))).toEqual([`id-0 landed ${at(102, 'b')}`])
  })

  test('reopens it before it lands anew where both happened between two looks', async () => {
    const { look, set } = stage(order)
    set(order, block(101))
    await look(block(101))
    set(order, block(101, 'b'))
    const both = [`id-0 reopened ${at(101)}`, `id-0 landed ${at(101, 'b')}`]
    expect(await look(block(102, 'b'))).toEqual(both)
  })

  test('drops what the node does not know a block after it was sent, not before', async () => {
    const { look, watch } = stage(order)
    expect(await look(block(100))).toEqual([])
    expect(watch.pending()).toBe(1)
    expect(await look(block(101))).toEqual(['id-0 dropped'])
    expect(await look(block(102))).toEqual([])
    expect(watch.pending()).toBe(0)
  })

  test('reopens and drops what vanished with its block', async () => {
    const { look, set } = stage(order)
    set(order, block(101))
    await look(block(101))
    set(order, null)
    expect(await look(block(101, 'b'))).toEqual([`id-0 reopened ${at(101)}`, 'id-0 dropped'])
  })

  test('hears of one that was dropped and landed after all', async () => {
    const { look, set } = stage(order)
    await look(block(101))
    set(order, block(105))
    expect(await look(block(105))).toEqual([`id-0 landed ${at(105)}`])
  })

  test('waits again for one that was dropped and is known after all', async () => {
    const { look, set, watch } = stage(order)
    await look(block(101))
    set(order, 'waiting')
    expect(await look(block(102))).toEqual([])
    expect(watch.pending()).toBe(1)
  })

  test('tells of several in the order in which they were added', async () => {
    const { look, set } = stage(order, other)
    set(other, block(101))
    set(order, block(102))
    expect(await look(block(102))).toEqual([`id-0 landed ${at(102)}`, `id-1 landed ${at(101)}`])
  })

  test('looks at what is pending alone where asked to', async () => {
    const { look, set, rpc } = stage(order, other)
    set(order, block(101))
    set(other, 'waiting')
    await look(block(101))
    rpc.asked.length = 0
    await look(block(101), 'pending')
    expect(rpc.asked.every(({ params }) => params[0] === other.hash)).toBe(true)
    expect(rpc.count('eth_getTransactionReceipt')).toBe(1)
  })
})

describe('settled orders', () => {
  /** Landed at 101, and looked at so often that it is asked for no more. */
  async function settled() {
    const it = stage(order)
    it.set(order, block(101))
    await it.look(block(101))
    it.rpc.asked.length = 0
    return it
  }

  test('are asked for until so many blocks are on top', async () => {
    const { look, rpc } = await settled()
    await look(block(103))
    expect(rpc.asked).toHaveLength(1)
    await look(block(104))
    expect(rpc.asked).toHaveLength(1)
  })

  test('are asked for once more after a doubt, from its height on', async () => {
    const { look, rpc, watch } = await settled()
    watch.doubt(101)
    await look(block(110))
    expect(rpc.asked).toHaveLength(0)
    watch.doubt(100)
    await look(block(110))
    await look(block(110))
    expect(rpc.asked).toHaveLength(1)
  })

  test('are reopened where the doubt was right', async () => {
    const { look, set, watch } = await settled()
    set(order, 'waiting')
    watch.doubt(90)
    watch.doubt(109)
    expect(await look(block(110))).toEqual([`id-0 reopened ${at(101)}`])
  })

  test('stay in doubt where the link broke during the look', async () => {
    const { look, set, watch } = await settled()
    set(order, 'waiting')
    watch.doubt(0)
    const broken = scripted({ eth_getTransactionReceipt: breaking })
    const look1 = watch.look(broken, block(110), 'all')
    await expect(look1).rejects.toMatchObject({ code: 'NODE_UNREACHABLE' })
    expect(await look(block(110))).toEqual([`id-0 reopened ${at(101)}`])
  })

  test('stay in doubt where it arose during a look', async () => {
    const { look, set, watch } = await settled()
    const looking = look(block(110))
    watch.doubt(0)
    expect(await looking).toEqual([])
    set(order, null)
    expect(await look(block(110))).toEqual([`id-0 reopened ${at(101)}`, 'id-0 dropped'])
  })

  test('are remembered for a while and then forgotten', async () => {
    const { look, set, watch } = await settled()
    await look(block(101 + REMEMBERED_BLOCKS))
    set(order, null)
    watch.doubt(0)
    expect(await look(block(101 + REMEMBERED_BLOCKS))).not.toEqual([])
  })

  test('are asked for no more once forgotten', async () => {
    const { look, rpc, watch } = await settled()
    await look(block(102 + REMEMBERED_BLOCKS))
    rpc.asked.length = 0
    watch.doubt(0)
    await look(block(102 + REMEMBERED_BLOCKS))
    expect(rpc.asked).toHaveLength(0)
  })
})

describe('orders without an end', () => {
  test('are never forgotten while they wait', async () => {
    const { look, set } = stage(order)
    set(order, 'waiting')
    await look(block(10_000))
    set(order, block(10_001))
    expect(await look(block(10_001))).toEqual([`id-0 landed ${at(10_001)}`])
  })

  test('are forgotten once they were dropped long ago', async () => {
    const { look, set } = stage(order)
    await look(block(101))
    await look(block(101 + REMEMBERED_BLOCKS))
    set(order, block(102 + REMEMBERED_BLOCKS))
    expect(await look(block(102 + REMEMBERED_BLOCKS))).toEqual([])
  })
})

describe('orders that the books know of', () => {
  test('are taken up where they stood', async () => {
    const { look, set, watch } = stage()
    watch.add(order, { kind: 'landed', block: block(101) })
    watch.add(other, { kind: 'dropped' })
    expect(watch.pending()).toBe(0)
    set(order, block(101))
    set(other, null)
    expect(await look(block(102))).toEqual([])
    set(order, null)
    set(other, block(103))
    expect(await look(block(103))).toEqual([
      `id-0 reopened ${at(101)}`,
      'id-0 dropped',
      `id-1 landed ${at(103)}`,
    ])
  })
})

describe('minedCount', () => {
  test('asks at the tip that is named', async () => {
    const rpc = scripted({ eth_getTransactionCount: () => '0x10' })
    expect(await minedCount(rpc, SIGNER, block(255))).toBe(16)
    expect(rpc.asked[0]?.params).toEqual([SIGNER, '0xff'])
  })
})
