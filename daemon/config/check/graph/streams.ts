import type { Path } from '../../text/place.ts'
import type { StreamType } from '../../types.ts'
import { listOf, mapOf, textOf, valueAt } from '../view.ts'

/** The source streams of a pipeline, and their types. */
export const sources: Readonly<Record<string, StreamType>> = { heads: 'head', logs: 'change' }

/** A name that something reads from, and where the file says so. */
export type Reference = { readonly name: string; readonly path: Path }

/** A stream as the file has it, however wrong. */
export type Stream = {
  readonly name: string
  readonly use: string | null
  readonly from: readonly Reference[]
  readonly options: readonly string[]
}

/** The schema allows no more; what lies beyond is not looked at. */
const MOST_STREAMS = 256
const COMMON = new Set(['use', 'from', 'accept'])

/** The streams of a pipeline file, by name and in file order. */
export function streamsOf(file: unknown): ReadonlyMap<string, Stream> {
  const graph = Object.entries(mapOf(valueAt(file, 'graph'))).slice(0, MOST_STREAMS)
  return new Map(graph.map(([name, value]) => [name, streamOf(name, value)]))
}

/** What the strategies of a pipeline file read from. */
export const strategyReferences = (file: unknown): readonly Reference[] =>
  Object.entries(mapOf(valueAt(file, 'strategies'))).flatMap(([strategy, value]) => {
    const name = textOf(valueAt(value, 'from'))
    return name === null ? [] : [{ name, path: ['strategies', strategy, 'from'] }]
  })

/**
 * The first cycle that can be reached from each stream, none twice: `a, b, a`.
 *
 * The order is that of the file.
 */
export function cyclesOf(streams: ReadonlyMap<string, Stream>): readonly (readonly string[])[] {
  const cycles: string[][] = []
  const done = new Set<string>()
  const visit = (name: string, trail: readonly string[]): void => {
    if (trail.includes(name)) cycles.push([...trail.slice(trail.indexOf(name)), name])
    const stream = streams.get(name)
    if (!stream || done.has(name) || trail.includes(name)) return
    for (const reference of stream.from) visit(reference.name, [...trail, name])
    done.add(name)
  }
  for (const name of streams.keys()) visit(name, [])
  return cycles
}

function streamOf(name: string, value: unknown): Stream {
  const from = valueAt(value, 'from')
  const path: Path = ['graph', name, 'from']
  const single = textOf(from)
  const listed = listOf(from).flatMap((item, i) => {
    const text = textOf(item)
    return text === null ? [] : [{ name: text, path: [...path, i] }]
  })
  return {
    name,
    use: textOf(valueAt(value, 'use')),
    from: single === null ? listed : [{ name: single, path }],
    options: Object.keys(mapOf(value)).filter((key) => !COMMON.has(key)),
  }
}
