import type { Hex } from './units.ts'

/** Bytes of hex data; the `0x` is required. */
export const bytesOf = (data: Hex): Uint8Array => new Uint8Array(Buffer.from(data.slice(2), 'hex'))

/** Hex of bytes, with `0x`. */
export const hexOf = (data: Uint8Array): Hex =>
  `0x${Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex')}`

/** A JSON-RPC quantity: no leading zeros. */
export const quantity = (n: bigint | number): Hex => `0x${n.toString(16)}`

/** One 32-byte ABI word of a non-negative number, without `0x`. */
export const word = (n: bigint | number): string => n.toString(16).padStart(64, '0')

/** Lower-case address out of a 32-byte word that may carry its `0x`. */
export const addressOfWord = (text: string): Hex => `0x${text.slice(-40).toLowerCase()}`

/** The i-th 32-byte word of ABI data as an unsigned number. */
export const uintAt = (data: string, i: number): bigint =>
  BigInt(`0x${data.slice(2 + 64 * i, 66 + 64 * i)}`)

/** The i-th 32-byte word of ABI data as a two's-complement number. */
export const intAt = (data: string, i: number): bigint => BigInt.asIntN(256, uintAt(data, i))
