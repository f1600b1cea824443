/** What RLP can hold: bytes, or a list of such. */
export type Rlp = Uint8Array | readonly Rlp[]

/** RLP of bytes and nested lists (Ethereum yellow paper, appendix B). */
export function rlp(value: Rlp): Buffer {
  if (value instanceof Uint8Array) {
    if (value.length === 1 && (value[0] as number) < 0x80) return Buffer.from(value)
    return Buffer.concat([prefix(value.length, 0x80), value])
  }
  const body = Buffer.concat(value.map(rlp))
  return Buffer.concat([prefix(body.length, 0xc0), body])
}

/** A non-negative number as RLP wants it: big-endian without leading zeros, empty for 0. */
export function rlpNumber(n: bigint | number): Uint8Array {
  if (BigInt(n) === 0n) return new Uint8Array(0)
  const hex = n.toString(16)
  return Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, 'hex')
}

function prefix(length: number, offset: number): Uint8Array {
  if (length < 56) return Uint8Array.of(offset + length)
  const size = rlpNumber(length)
  return Buffer.concat([Uint8Array.of(offset + 55 + size.length), size])
}
