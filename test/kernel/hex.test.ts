import fc from 'fast-check'
import { bytesToHex, encodeAbiParameters, keccak256, stringToBytes } from 'viem'
import { describe, expect, test } from 'vitest'
import {
  addressOfWord,
  bytesOf,
  hexOf,
  intAt,
  quantity,
  uintAt,
  word,
} from '../../daemon/kernel/hex.ts'
import { runId, sha256 } from '../../daemon/kernel/ids.ts'
import { toJson } from '../../daemon/kernel/json.ts'
import { keccak, keccakBytes, keccakText } from '../../daemon/kernel/keccak.ts'

const bytes = fc.uint8Array({ maxLength: 200 })
const uint = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })
const int = fc.bigInt({ min: -(2n ** 255n), max: 2n ** 255n - 1n })

describe('hexOf', () => {
  test('gives the bytes back, and what viem writes', () => {
    fc.assert(
      fc.property(bytes, (data) => {
        expect(hexOf(data)).toBe(bytesToHex(data))
        expect(bytesOf(hexOf(data))).toEqual(data)
      }),
    )
  })

  test('writes a part of a larger buffer alone', () => {
    expect(hexOf(Uint8Array.of(1, 2, 3, 4).subarray(1, 3))).toBe('0x0203')
  })
})

describe('quantity', () => {
  test('has no leading zeros, and 0 is 0x0', () => {
    expect([quantity(0), quantity(255), quantity(16n ** 20n)]).toEqual([
      '0x0',
      '0xff',
      `0x1${'0'.repeat(20)}`,
    ])
    fc.assert(
      fc.property(uint, (n) => {
        expect(BigInt(quantity(n))).toBe(n)
      }),
    )
  })
})

describe('words', () => {
  test('are what the ABI says, and are read back by place', () => {
    fc.assert(
      fc.property(uint, uint, int, (a, b, c) => {
        const types = [{ type: 'uint256' }, { type: 'uint256' }, { type: 'int256' }] as const
        const data = encodeAbiParameters(types, [a, b, c])
        expect(data.slice(0, 130)).toBe(`0x${word(a)}${word(b)}`)
        expect([uintAt(data, 0), uintAt(data, 1), intAt(data, 2)]).toEqual([a, b, c])
      }),
    )
  })

  test('hold an address in their last twenty bytes, with or without 0x, in lower case', () => {
    const address = `0x${'aB'.repeat(20)}`
    const padded = '0'.repeat(24) + address.slice(2)
    expect(addressOfWord(padded)).toBe(address.toLowerCase())
    expect(addressOfWord(`0x${padded}`)).toBe(address.toLowerCase())
  })
})

describe('keccak', () => {
  test('is the hash that viem has, of hex, bytes and text', () => {
    fc.assert(
      fc.property(bytes, fc.string({ unit: 'grapheme' }), (data, text) => {
        expect(keccak(hexOf(data))).toBe(keccak256(data))
        expect(hexOf(keccakBytes(data))).toBe(keccak256(data))
        expect(keccakText(text)).toBe(keccak256(stringToBytes(text)))
      }),
    )
  })
})

describe('toJson', () => {
  test('writes every bigint as a decimal string, however deep', () => {
    expect(toJson({ a: [1n, { b: -(10n ** 30n) }], c: 2 })).toBe(
      `{"a":["1",{"b":"-1${'0'.repeat(30)}"}],"c":2}`,
    )
  })
})

describe('ids', () => {
  test('tell runs apart', () => {
    const ids = Array.from({ length: 100 }, runId)
    expect(new Set(ids).size).toBe(100)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{12}$/)
  })

  test('of a text are its SHA-256', () => {
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    expect([sha256(''), sha256(new Uint8Array())]).toEqual([empty, empty])
  })
})
