import type { Micros } from '../../kernel/units.ts'

/** Hands out each whole JSON text of a byte stream, with the time its first byte was here. */
export type Framer = (chunk: Buffer, received: Micros) => void

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENING = new Set([0x7b, 0x5b])
const CLOSING = new Set([0x7d, 0x5d])

/** Where in a JSON text the scan is. */
type Place = { depth: number; inString: boolean; escaped: boolean }

/**
 * Splits concatenated JSON objects and arrays, with or without white space between them.
 *
 * Nodes differ in what they put between the messages of a socket, so only brackets outside of
 * strings count. Bytes are looked at once, however the stream is cut.
 */
export function framer(emit: (text: string, received: Micros) => void): Framer {
  const place: Place = { depth: 0, inString: false, escaped: false }
  let parts: Buffer[] = []
  let first = 0 as Micros

  return (chunk, received) => {
    let start = place.depth > 0 ? 0 : -1
    for (let i = 0; i < chunk.length; i++) {
      const turn = scan(place, chunk[i] as number)
      if (turn === 'opened') {
        start = i
        first = received
      } else if (turn === 'closed') {
        parts.push(chunk.subarray(start, i + 1))
        const text = Buffer.concat(parts).toString('utf8')
        parts = []
        start = -1
        emit(text, first)
      }
    }
    if (start >= 0) parts.push(chunk.subarray(start))
  }
}

/** Moves the place by one byte; says when the outermost bracket opened or closed. */
function scan(place: Place, byte: number): 'opened' | 'closed' | null {
  if (place.inString) {
    scanString(place, byte)
    return null
  }
  if (byte === QUOTE) place.inString = true
  else if (OPENING.has(byte)) return place.depth++ === 0 ? 'opened' : null
  else if (CLOSING.has(byte) && place.depth > 0) return --place.depth === 0 ? 'closed' : null
  return null
}

function scanString(place: Place, byte: number): void {
  if (place.escaped) place.escaped = false
  else if (byte === BACKSLASH) place.escaped = true
  else if (byte === QUOTE) place.inString = false
}
