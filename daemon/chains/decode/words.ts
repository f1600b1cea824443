import type { Hex } from '../../kernel/units.ts'

/** Greatest value of the unsigned ABI types by width, for `uintOfWord`. */
export const UINT_MAX = {
  24: 2n ** 24n - 1n,
  112: 2n ** 112n - 1n,
  128: 2n ** 128n - 1n,
  160: 2n ** 160n - 1n,
  256: 2n ** 256n - 1n,
} as const

const ADDRESS_PADDING = '0'.repeat(24)
const INT24_ZEROS = '0'.repeat(58)
const INT24_ONES = 'f'.repeat(58)
const NOT_HEX = -1

/** Value of each ASCII character as a hex digit. */
const DIGITS = Int8Array.from({ length: 128 }, (_, code) => {
  const at = '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase())
  return at < 0 ? NOT_HEX : at
})

function digitAt(data: string, at: number): number {
  const code = data.charCodeAt(at)
  return code < 128 ? (DIGITS[code] as number) : NOT_HEX
}

/** Up to 7 hex digits from `at` on as a number; negative where one is not hex. */
export function digitsAt(data: string, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i += 1) value = (value << 4) | digitAt(data, i)
  return value
}

/** Whether `data` is `0x` and exactly `words` 32-byte words long; the digits are not looked at. */
export const hasWords = (data: string, words: number): boolean =>
  data.length === 2 + 64 * words && data.startsWith('0x')

/**
 * The unsigned number in word `i`, of data as long as `hasWords` says.
 *
 * Null when it is above `max` (the ABI pads a narrow type with zeros) or a digit is not hex. BigInt
 * refuses what is not hex, but for white space at the end, which is looked for.
 */
export function uintOfWord(data: string, i: number, max: bigint): bigint | null {
  const end = 66 + 64 * i
  if (digitAt(data, end - 1) < 0) return null
  try {
    const value = BigInt(`0x${data.slice(end - 64, end)}`)
    return value > max ? null : value
  } catch {
    return null
  }
}

/** The int24 in word `i`; null when the sign is not extended through the word, or it is not hex. */
export function int24OfWord(data: string, i: number): number | null {
  const low = 60 + 64 * i
  const value = digitsAt(data, low, 6)
  if (value < 0) return null
  const padding = data.slice(low - 58, low)
  if (value < 0x80_0000) return padding === INT24_ZEROS ? value : null
  if (padding !== INT24_ONES && padding.toLowerCase() !== INT24_ONES) return null
  return value - 0x100_0000
}

/** Lower-case address in word `i`; null when it is not padded with zeros, or not hex. */
export function addressOfWord(data: string, i: number): Hex | null {
  const low = 26 + 64 * i
  if (data.slice(low - 24, low) !== ADDRESS_PADDING) return null
  for (let at = low; at < low + 40; at += 1) if (digitAt(data, at) < 0) return null
  return `0x${data.slice(low, low + 40).toLowerCase()}`
}
