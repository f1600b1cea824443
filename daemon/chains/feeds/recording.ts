import { createReadStream, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { MevdError, messageOf } from '../../kernel/errors.ts'
import { micros } from '../../kernel/units.ts'
import type { Change, Head } from '../types.ts'
import { changeOf, headOf } from './blocks.ts'
import { headIn, logIn } from './recorded-wire.ts'

/** What a recording says of itself in its first line. */
export type RecordingHeader = { readonly network: string; readonly chainId: number }

/** A recorded pool as it stands in the file; the market knows its types. */
export type RecordedPool = { readonly type: string; readonly address: string } & Readonly<
  Record<string, unknown>
>

/** A recording, version 1, read whole. Pending transactions and tokens are not used yet. */
export type Recording = {
  readonly header: RecordingHeader
  readonly pools: readonly { readonly line: number; readonly pool: RecordedPool }[]
  /** In order of arrival. */
  readonly heads: readonly Head[]
  /** Logs by the hash of their block, in their order on the chain, each once. */
  readonly logs: ReadonlyMap<string, readonly Change[]>
  /** Heads that carry no bloom: what they hold is taken as it is. */
  readonly withoutBloom: number
}

type Line = Readonly<Record<string, unknown>>

/**
 * Reads a recording: JSON lines, a header first, then pools, tokens, heads, logs and pending
 * transactions in order of arrival.
 *
 * Logs may stand before or behind their head; `removed` ones are left out, since heads tell of
 * reorgs. Errs with `FILE_MISSING`, or with `RECORDING_INVALID` and the line.
 */
export async function readRecording(path: string): Promise<Recording> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    throw new MevdError('FILE_MISSING', `there is no file ${path}`)
  const draft: Draft = { pools: [], heads: [], logs: new Map(), withoutBloom: 0 }
  let header: RecordingHeader | null = null
  let number = 0
  for await (const text of createInterface({ input: createReadStream(path) })) {
    number++
    if (text.trim() === '') continue
    const line = parse(path, number, text)
    if (header === null) header = headerOf(path, line)
    else take(draft, path, number, line)
  }
  if (header === null) throw invalid(path, 1, 'the file is empty')
  const logs = new Map(
    [...draft.logs].map(([id, byIndex]) => [
      id,
      [...byIndex.values()].sort((a, b) => a.logIndex - b.logIndex),
    ]),
  )
  return { ...draft, header, logs }
}

type Draft = {
  readonly pools: { readonly line: number; readonly pool: RecordedPool }[]
  readonly heads: Head[]
  readonly logs: Map<string, Map<number, Change>>
  withoutBloom: number
}

function take(draft: Draft, path: string, number: number, line: Line): void {
  try {
    if (line['t'] === 'pool') draft.pools.push({ line: number, pool: line as RecordedPool })
    else if (line['t'] === 'head') {
      draft.heads.push(headOf(headIn(line), micros(0)))
      if (line['logsBloom'] === undefined) draft.withoutBloom++
    } else if (line['t'] === 'log') {
      if (line['removed'] !== true) file(draft.logs, changeOf(logIn(line)))
    } else if (line['t'] !== 'token' && line['t'] !== 'pending')
      throw new RangeError(`unknown record "${line['t']}"`)
  } catch (error) {
    throw invalid(path, number, messageOf(error))
  }
}

/** A failure of a recording, with its place. */
export const invalid = (path: string, line: number, why: string): MevdError =>
  new MevdError('RECORDING_INVALID', `${path}:${line}: ${why}`)

function file(logs: Map<string, Map<number, Change>>, change: Change): void {
  const block = logs.get(change.block.id) ?? new Map<number, Change>()
  block.set(change.logIndex, change)
  logs.set(change.block.id, block)
}

function parse(path: string, number: number, text: string): Line {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Line
  } catch (error) {
    throw invalid(path, number, `not JSON: ${messageOf(error)}`)
  }
  throw invalid(path, number, 'not a JSON object')
}

function headerOf(path: string, line: Line): RecordingHeader {
  if (line['mevd'] !== 'recording/1')
    throw invalid(
      path,
      1,
      'not a recording of version 1: the first line must say {"mevd":"recording/1",…}',
    )
  const { network, chain_id: chainId } = line
  if (typeof network !== 'string') throw invalid(path, 1, 'network must be a name')
  if (!Number.isSafeInteger(chainId)) throw invalid(path, 1, 'chain_id must be a whole number')
  return { network, chainId: chainId as number }
}
