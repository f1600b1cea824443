import type { WireHead, WireLog } from './blocks.ts'

type Line = Readonly<Record<string, unknown>>

const QUANTITY = /^0x[0-9a-f]+$/i
const WORD = /^0x[0-9a-f]{64}$/i
const ADDRESS = /^0x[0-9a-f]{40}$/i
const DATA = /^0x([0-9a-f]{2})*$/i

/** The head in a recorded line; errs where a field that it needs is missing or misshapen. */
export function headIn(line: Line): WireHead {
  need(line, QUANTITY, 'hash', 'parentHash', 'number', 'timestamp')
  for (const key of ['baseFeePerGas', 'gasUsed', 'gasLimit', 'logsBloom'])
    if (line[key] !== undefined && line[key] !== null) need(line, QUANTITY, key)
  return line as unknown as WireHead
}

/** The log in a recorded line; errs where a field that it needs is missing or misshapen. */
export function logIn(line: Line): WireLog {
  need(line, ADDRESS, 'address')
  need(line, DATA, 'data')
  need(line, QUANTITY, 'blockHash', 'blockNumber', 'transactionIndex', 'logIndex')
  const topics: unknown = line['topics']
  if (!Array.isArray(topics) || !topics.every((topic) => WORD.test(String(topic))))
    throw new RangeError('topics must be a list of 32-byte words')
  return line as unknown as WireLog
}

function need(line: Line, shape: RegExp, ...keys: readonly string[]): void {
  for (const key of keys) {
    const value = line[key]
    if (typeof value !== 'string' || !shape.test(value))
      throw new RangeError(`${key} is ${value === undefined ? 'missing' : 'not what it must be'}`)
  }
}
