import type { BlockRef, Head } from '../../../daemon/chains/types.ts'
import { word } from '../../../daemon/kernel/hex.ts'
import { micros } from '../../../daemon/kernel/units.ts'

/** The block of a height on the main chain, or on a fork of that name. */
export const refAt = (height: number, fork = ''): BlockRef => ({
  height,
  id: `0x${word(BigInt(`0x${Buffer.from(`${fork}${height}`).toString('hex')}`))}`,
})

/** Head of the block of a height, on top of the block below it, or of another. */
export const headAt = (height: number, fork = '', parent = refAt(height - 1, fork)): Head => ({
  ...refAt(height, fork),
  parent: parent.id,
  time: 1_700_000_000 + height,
  baseFee: 7n,
  gasUsed: 0n,
  gasLimit: 30_000_000n,
  silent: true,
  received: micros(0),
})
