import { createKeccak } from 'hash-wasm'
import { bytesOf } from './hex.ts'
import type { Hex } from './units.ts'

const hasher = await createKeccak(256)

/** Keccak-256 of bytes, as 32 bytes. */
export const keccakBytes = (data: Uint8Array): Uint8Array =>
  hasher.init().update(data).digest('binary')

/** Keccak-256 of hex data, as 32 bytes of hex. */
export const keccak = (data: Hex): Hex => `0x${hasher.init().update(bytesOf(data)).digest()}`

/** Keccak-256 of a text's UTF-8 bytes: event topics and function selectors come from it. */
export const keccakText = (text: string): Hex => `0x${hasher.init().update(text).digest()}`
