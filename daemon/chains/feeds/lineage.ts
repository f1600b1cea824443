import type { BlockRef, Head } from '../types.ts'

/** The last blocks of the chain that we follow, oldest first; never empty. */
export type Lineage = { readonly blocks: readonly BlockRef[]; readonly depth: number }

/** A lineage that knows one block and will remember `depth`. */
export const lineageFrom = (block: BlockRef, depth: number): Lineage => ({
  blocks: [{ height: block.height, id: block.id }],
  depth,
})

/** The newest block of the lineage. */
export const tipOf = (lineage: Lineage): BlockRef => {
  const tip = lineage.blocks.at(-1)
  if (tip === undefined) throw new RangeError('a lineage is never empty')
  return tip
}

/** The block with this hash, if it is in the lineage. */
export const findBlock = (lineage: Lineage, id: string): BlockRef | undefined =>
  lineage.blocks.findLast((block) => block.id === id)

/** The lineage with one more block; forgets the oldest beyond its depth. */
export const extended = (lineage: Lineage, head: Head): Lineage => ({
  ...lineage,
  blocks: [...lineage.blocks, { height: head.height, id: head.id }].slice(-lineage.depth),
})

/** The lineage cut back to `to`, and the blocks that are lost by it, oldest first. */
export function cutBack(lineage: Lineage, to: BlockRef): [Lineage, readonly BlockRef[]] {
  const at = lineage.blocks.findIndex((block) => block.id === to.id)
  return [{ ...lineage, blocks: lineage.blocks.slice(0, at + 1) }, lineage.blocks.slice(at + 1)]
}
