import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cutBack,
  extended,
  findBlock,
  type Lineage,
  lineageFrom,
  tipOf,
} from '../../../daemon/chains/feeds/lineage.ts'
import { headAt, refAt } from './blocks.ts'

/** The lineage of blocks 0 to `last`. */
const grown = (last: number, depth: number): Lineage =>
  Array.from({ length: last }, (_, i) => headAt(i + 1)).reduce(
    extended,
    lineageFrom(refAt(0), depth),
  )

describe('extended', () => {
  test('keeps the newest blocks, at most its depth of them, oldest first', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.integer({ min: 1, max: 40 }), (last, depth) => {
        const { blocks } = grown(last, depth)
        const first = Math.max(0, last - depth + 1)
        expect(blocks).toEqual(Array.from({ length: last - first + 1 }, (_, i) => refAt(first + i)))
      }),
    )
  })

  test('leaves the lineage it was given as it was', () => {
    const before = grown(3, 8)
    extended(before, headAt(4))
    expect(before).toEqual(grown(3, 8))
  })
})

describe('cutBack', () => {
  test('parts the blocks up to a block from those above it', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 40 }), fc.nat(), (last, depth, pick) => {
        const lineage = grown(last, depth)
        const to = lineage.blocks[pick % lineage.blocks.length] ?? tipOf(lineage)
        const [kept, lost] = cutBack(lineage, to)
        expect(tipOf(kept)).toEqual(to)
        expect([...kept.blocks, ...lost]).toEqual(lineage.blocks)
      }),
    )
  })
})

describe('findBlock', () => {
  test('goes by hash, not by height', () => {
    const lineage = grown(5, 8)
    expect(findBlock(lineage, refAt(3).id)).toEqual(refAt(3))
    expect(findBlock(lineage, refAt(3, 'fork').id)).toBeUndefined()
  })
})

describe('tipOf', () => {
  test('is the block that a lineage was begun with', () => {
    expect(tipOf(lineageFrom({ ...headAt(7) }, 8))).toEqual(refAt(7))
  })
})
