import { MevdError } from '../../kernel/errors.ts'
import type { Micros } from '../../kernel/units.ts'
import type { BlockRef, Head, Rpc } from '../types.ts'
import { headById } from './blocks.ts'
import { findBlock, type Lineage } from './lineage.ts'

/** The way from a block that we know to a new tip: what to keep, and what follows it, oldest first. */
export type Path = { readonly base: BlockRef; readonly blocks: readonly Head[] }

/**
 * Walks back from `head` by parent hash until a block of the lineage.
 *
 * @returns null where the chains part before the oldest block that the lineage remembers.
 */
export async function pathTo(
  rpc: Rpc,
  lineage: Lineage,
  head: Head,
  now: () => Micros,
): Promise<Path | null> {
  const oldest = lineage.blocks[0]?.height ?? 0
  const blocks: Head[] = []
  let cursor = head
  for (;;) {
    const own = findBlock(lineage, cursor.id)
    if (own) return { base: own, blocks: blocks.reverse() }
    blocks.push(cursor)
    const base = findBlock(lineage, cursor.parent)
    if (base) return { base, blocks: blocks.reverse() }
    if (cursor.height <= oldest) return null
    const parent = await headById(rpc, cursor.parent, now)
    if (parent === null) throw new MevdError('NODE_ERROR', `block ${cursor.parent} is gone`)
    cursor = parent
  }
}
