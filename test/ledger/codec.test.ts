import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode, encode } from '../../daemon/ledger/codec.ts'
import type { Note } from '../../daemon/ledger/types.ts'
import { landed, placed } from './examples.ts'

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.bigInt().map((n) => `${n}n`),
  fc.tuple(fc.nat(3), fc.bigInt()).map(([marks, n]) => `${'~'.repeat(marks)}${n}n`),
  fc.constantFrom('12n', '-12n', '~12n', 'n', '-n', '12', '0x12n', '12n\n', ' 12n', '~', '12n~'),
)
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0))
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(text, fc.bigInt(), number, fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      text.filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
}))

const noteOf = (body: unknown): Note => ({ kind: 'skip', id: '1', why: 'W', detail: '12n', body })

describe('encode and decode', () => {
  test('give back what went in, bigints and texts that look like bigints told apart', () => {
    fc.assert(
      fc.property(value, (body) => {
        expect(decode(encode(noteOf(body)))).toEqual(noteOf(body))
      }),
      { numRuns: 500 },
    )
  })

  test.each(['12n', '-12n', '~12n', '~~0n'])('give back the text %s as a text', (body) => {
    expect(decode(encode(noteOf(body)))).toEqual(noteOf(body))
  })

  test('give back the lines of the books', () => {
    for (const line of [placed(1), landed(1, [])]) {
      const entry = { network: 'devnet', ...line }
      expect(decode(encode(entry))).toEqual(entry)
    }
  })

  test('write a bigint so that people can read it', () => {
    expect(encode(noteOf(12n))).toContain('"body":"12n"')
  })
})
