import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openBlock, push, settle } from '../../../daemon/chains/feeds/settlement.ts'
import type { Change } from '../../../daemon/chains/types.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'

/** The log of a block at an index. */
const logAt = (logIndex: number, data: Hex = '0x01'): Change => ({
  ...{ kind: 'log', address: '0xaa', topics: ['0x1'], data, logIndex },
  ...{ block: { height: 7, id: '0x7' }, transactionHash: '0xbb', transactionIndex: 0 },
})

const block = fc
  .uniqueArray(fc.nat(40), { minLength: 1, maxLength: 12 })
  .map((indexes) => indexes.toSorted((a, b) => a - b).map((index) => logAt(index)))

/** Everything that is told of a block in the end, undone or not. */
function toldOf(pushes: readonly Change[], all: readonly Change[]) {
  const open = openBlock()
  const told = pushes.filter((change) => push(open, change))
  const settled = settle(open, all)
  return settled.kind === 'complete' ? [...told, ...settled.rest] : settled.all
}

describe('push and settle', () => {
  test('tell each log once and in order, whatever was dropped, doubled or shuffled', () => {
    const mangled = block.chain((all) =>
      fc.tuple(fc.constant(all), fc.array(fc.constantFrom(...all), { maxLength: 20 })),
    )
    fc.assert(
      fc.property(mangled, ([all, pushes]) => {
        expect(toldOf(pushes, all)).toEqual(all)
      }),
    )
  })

  test('tell a pushed log at once where it follows what was told, and not twice', () => {
    const open = openBlock()
    expect([1, 3, 3, 2, 8].map((index) => push(open, logAt(index)))).toEqual([
      ...[true, true, false, false, true],
    ])
  })

  test('count what was not pushed at all', () => {
    const all = [1, 2, 3].map((index) => logAt(index))
    const open = openBlock()
    push(open, logAt(1))
    expect(settle(open, all)).toEqual({ kind: 'complete', rest: all.slice(1), missed: 2 })
  })

  test('tell disorder from contradiction', () => {
    const all = [1, 2, 3].map((index) => logAt(index))
    const gap = openBlock()
    push(gap, logAt(2))
    expect(settle(gap, all)).toEqual({ kind: 'redo', all, fault: 'DISORDER' })
    const foreign = openBlock()
    push(foreign, logAt(1, '0x02'))
    expect(settle(foreign, all)).toEqual({ kind: 'redo', all, fault: 'CONTRADICTION' })
  })
})
