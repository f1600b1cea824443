import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { framer } from '../../../daemon/chains/rpc/framing.ts'
import { type Micros, micros } from '../../../daemon/kernel/units.ts'

/** What a framer hands out of `chunks`, of which the i-th arrives at i + 1. */
function framed(chunks: readonly Buffer[]): { texts: string[]; times: Micros[] } {
  const texts: string[] = []
  const times: Micros[] = []
  const feed = framer((text, received) => {
    texts.push(text)
    times.push(received)
  })
  for (const [i, chunk] of chunks.entries()) feed(chunk, micros(i + 1))
  return { texts, times }
}

/** The bytes cut before each of `places`. */
function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const at = [0, ...new Set(places.map((place) => place % (bytes.length + 1)))].sort(
    (a, b) => a - b,
  )
  return at.map((from, i) => bytes.subarray(from, at[i + 1]))
}

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('{', '}', '[', ']', '"', '\\', '\\"', 'é', '🜁', '\u2028', '\n'), {
      maxLength: 12,
    })
    .map((parts) => parts.join('')),
)
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    nasty,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('any'), { maxLength: 4 }),
  object: fc.dictionary(nasty, tie('any'), { maxKeys: 4 }),
}))
const message = fc
  .tuple(fc.oneof(value.list, value.object), fc.constantFrom(0, 2))
  .map(([content, indent]) => JSON.stringify(content, null, indent))
const space = fc.constantFrom('', '\n', ' ', '\r\n\t ')
const stream = fc.array(fc.tuple(space, message), { maxLength: 8 })

describe('framer', () => {
  test('hands out any messages whole and in order, wherever the stream is cut', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 30 }), space, (parts, places, end) => {
        const bytes = Buffer.from(`${parts.flat().join('')}${end}`)
        const wanted = parts.map(([, text]) => text)
        expect(framed(cut(bytes, places)).texts).toEqual(wanted)
      }),
      { numRuns: 500 },
    )
  })

  test('hands out the same byte by byte', () => {
    fc.assert(
      fc.property(stream, (parts) => {
        const bytes = Buffer.from(parts.flat().join(''))
        const single = Array.from(bytes, (byte) => Buffer.of(byte))
        expect(framed(single).texts).toEqual(parts.map(([, text]) => text))
      }),
    )
  })

  test('tells when the first byte of each message was here', () => {
    const chunks = ['{"a":1}{"b"', ':2}  ', ' {"c":', '3}[4]'].map((text) => Buffer.from(text))
    expect(framed(chunks)).toEqual({
      texts: ['{"a":1}', '{"b":2}', '{"c":3}', '[4]'],
      times: [1, 1, 3, 4],
    })
  })

  test('hands out nothing of a message that has not ended', () => {
    expect(framed([Buffer.from('{"a":"}"'), Buffer.from(',"b":"\\"}')]).texts).toEqual([])
  })
})
