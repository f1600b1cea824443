import fc from 'fast-check'
import { bytesToHex, toRlp } from 'viem'
import { describe, expect, test } from 'vitest'
import { type Rlp, rlp, rlpNumber } from '../../../daemon/execution/chain/rlp.ts'

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 2 }),
  fc.uint8Array({ minLength: 54, maxLength: 57 }),
  fc.uint8Array({ minLength: 254, maxLength: 258 }),
)
const { tree } = fc.letrec<{ tree: Rlp; list: readonly Rlp[] }>((tie) => ({
  tree: fc.oneof({ maxDepth: 3 }, bytes, tie('list')),
  list: fc.array(tie('tree'), { maxLength: 5 }),
}))

describe('rlp', () => {
  test('equals viem, for bytes and nested lists of every length', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(bytesToHex(rlp(value))).toBe(toRlp(value as Uint8Array, 'hex'))
      }),
    )
  })

  test('has a length of three bytes where it takes three', () => {
    const long = new Uint8Array(70_000).fill(1)
    expect(bytesToHex(rlp([long]))).toBe(toRlp([long], 'hex'))
  })
})

describe('rlpNumber', () => {
  test('is big-endian without leading zeros, and empty for 0', () => {
    expect(rlpNumber(0)).toHaveLength(0)
    expect([...rlpNumber(0x80)]).toEqual([0x80])
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 1n << 200n }), (n) => {
        const written = rlpNumber(n)
        expect(written[0]).not.toBe(0)
        expect(BigInt(bytesToHex(written))).toBe(n)
      }),
    )
  })
})
