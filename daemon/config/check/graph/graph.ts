import { type Document, problemIn } from '../../text/document.ts'
import type { Catalogue, Problem } from '../../types.ts'
import { didYouMean, nearest } from '../suggest.ts'
import { checkTypes, operatorOf, streamWords, type Types, typesOf } from './stream-types.ts'
import {
  cyclesOf,
  type Reference,
  type Stream,
  sources,
  strategyReferences,
  streamsOf,
} from './streams.ts'

type Graph = {
  readonly document: Document
  readonly streams: ReadonlyMap<string, Stream>
  readonly strategies: readonly Reference[]
  /** Every name that can be read from. */
  readonly names: readonly string[]
  readonly types: Types
}

/** What is wrong with the stream graph of a pipeline: names, types, cycles and loose ends. */
export function checkGraph(document: Document, catalogue: Catalogue): readonly Problem[] {
  const streams = streamsOf(document.value)
  const graph: Graph = {
    document,
    streams,
    strategies: strategyReferences(document.value),
    names: [...Object.keys(sources), ...streams.keys()],
    types: typesOf(streams, catalogue),
  }
  return [
    ...shadows(graph),
    ...[...streams.values()].flatMap((stream) => checkStream(graph, stream, catalogue)),
    ...cycles(graph),
    ...strategies(graph),
    ...unused(graph),
  ]
}

const shadows = ({ document, streams }: Graph): readonly Problem[] =>
  [...streams.keys()]
    .filter((name) => Object.hasOwn(sources, name))
    .map((name) => {
      const message = `"${name}" is the name of a source`
      return problemIn(document, 'STREAM_SHADOWS', ['graph', name], message, { at: 'key' })
    })

function checkStream(graph: Graph, stream: Stream, catalogue: Catalogue): readonly Problem[] {
  const { document } = graph
  const unknown = unknownIn(graph, stream.from)
  if (stream.use === null) return unknown
  const operator = operatorOf(catalogue, stream.use)
  if (!operator) {
    const hint = didYouMean(stream.use, Object.keys(catalogue.operators))
    const message = `unknown operator "${stream.use}"`
    const path = ['graph', stream.name, 'use']
    return [...unknown, problemIn(document, 'OPERATOR_UNKNOWN', path, message, { hint })]
  }
  const strange = stream.options
    .filter((option) => !operator.options.includes(option))
    .map((option) => {
      const message = `${stream.use} does not take "${option}"`
      const path = ['graph', stream.name, option]
      return problemIn(document, 'KEY_NOT_ALLOWED', path, message, { at: 'key' })
    })
  return [...unknown, ...strange, ...checkTypes(document, stream, operator, graph.types)]
}

const unknownIn = (graph: Graph, references: readonly Reference[]): readonly Problem[] =>
  references
    .filter(({ name }) => !graph.names.includes(name))
    .map(({ name, path }) => {
      const hint = didYouMean(name, graph.names)
      const message = `there is no stream "${name}"`
      return problemIn(graph.document, 'STREAM_UNKNOWN', path, message, { hint })
    })

const cycles = ({ document, streams }: Graph): readonly Problem[] =>
  cyclesOf(streams).map((cycle) => {
    const [name = '', next] = cycle
    const from = streams.get(name)?.from.find((reference) => reference.name === next)
    const message = `the streams feed each other: ${[...cycle].reverse().join(' -> ')}`
    return problemIn(document, 'STREAM_CYCLE', from?.path ?? ['graph', name], message)
  })

const strategies = (graph: Graph): readonly Problem[] => [
  ...unknownIn(graph, graph.strategies),
  ...graph.strategies.flatMap(({ name, path }) => {
    const type = graph.types(name)
    if (type === null || type === 'opportunity') return []
    const message = `a strategy takes an opportunity stream, but "${name}" is ${streamWords[type]}`
    return [problemIn(graph.document, 'STREAM_TYPE', path, message)]
  }),
]

/** Streams that nobody reads; a name that was most likely meant counts as read. */
function unused({ document, streams, strategies, names }: Graph): readonly Problem[] {
  const read = [...strategies, ...[...streams.values()].flatMap((stream) => stream.from)]
  const used = new Set(read.map(({ name }) => (names.includes(name) ? name : nearest(name, names))))
  return [...streams.keys()]
    .filter((name) => !used.has(name) && !Object.hasOwn(sources, name))
    .map((name) => {
      const message = `nothing reads the stream "${name}"`
      return problemIn(document, 'STREAM_UNUSED', ['graph', name], message, { at: 'key' })
    })
}
