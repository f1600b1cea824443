import { bytesOf } from '../../kernel/hex.ts'
import { keccakBytes } from '../../kernel/keccak.ts'
import type { Hex } from '../../kernel/units.ts'

/** The 256 bytes of a header's bloom filter over the addresses and topics of its logs. */
export type Bloom = Uint8Array

/** The three bits that an address or topic sets: places in the filter, each byte × 8 + bit. */
export type BloomBits = readonly [number, number, number]

const BYTES = 256

/** A header's filter; null where it has none, or one of another size. */
export function bloomOf(hex: Hex | undefined): Bloom | null {
  if (hex === undefined || hex.length !== 2 + 2 * BYTES) return null
  return bytesOf(hex)
}

/** The bits of an address or topic: three pairs of bytes of its Keccak-256 (yellow paper, 4.3.1). */
export function bloomBits(item: Hex): BloomBits {
  const hash = keccakBytes(bytesOf(item))
  const bit = (i: number): number => {
    const place = (((hash[i] as number) << 8) | (hash[i + 1] as number)) & 2047
    return (BYTES - 1 - (place >> 3)) * 8 + (place & 7)
  }
  return [bit(0), bit(2), bit(4)]
}

/** Whether a block may hold a log with the item of these bits; false is certain. */
export const mayHold = (bloom: Bloom, bits: BloomBits): boolean =>
  has(bloom, bits[0]) && has(bloom, bits[1]) && has(bloom, bits[2])

const has = (bloom: Bloom, place: number): boolean =>
  (((bloom[place >> 3] as number) >> (place & 7)) & 1) === 1
