import { type Document, problemIn } from '../../text/document.ts'
import type { Catalogue, Operator, Problem, StreamType } from '../../types.ts'
import { type Reference, type Stream, sources } from './streams.ts'

/** The type of every stream by name; null where it cannot be told. */
export type Types = (name: string) => StreamType | null

/** Names with their article: `a head stream`. */
export const streamWords: Readonly<Record<StreamType, string>> = {
  head: 'a head stream',
  change: 'a change stream',
  'pool-state': 'a pool-state stream',
  opportunity: 'an opportunity stream',
}

/** An operator of the catalogue; null where it has none of that name. */
export const operatorOf = (catalogue: Catalogue, name: string | null): Operator | null =>
  name !== null && Object.hasOwn(catalogue.operators, name)
    ? (catalogue.operators[name] ?? null)
    : null

/** What each name of a graph stands for: sources by what they are, streams by their operator. */
export const typesOf =
  (streams: ReadonlyMap<string, Stream>, catalogue: Catalogue): Types =>
  (name) => {
    if (Object.hasOwn(sources, name)) return sources[name] ?? null
    return operatorOf(catalogue, streams.get(name)?.use ?? null)?.output ?? null
  }

/** Streams fed to `stream` that it cannot take, and those that it lacks. */
export function checkTypes(
  document: Document,
  stream: Stream,
  operator: Operator,
  types: Types,
): readonly Problem[] {
  const wrong = operator.many
    ? mixed(stream, operator, types)
    : unfit(stream, operator.inputs, types)
  const problems = wrong.map(({ reference, message }) =>
    problemIn(document, 'STREAM_TYPE', reference.path, message),
  )
  if (wrong.length > 0 || operator.many) return problems
  const given = stream.from.map((reference) => types(reference.name))
  if (given.length === 0 || given.includes(null)) return problems
  return operator.inputs
    .filter((type) => !given.includes(type))
    .map((type) => {
      const message = `${stream.use} also needs ${streamWords[type]}`
      return problemIn(document, 'STREAM_MISSING', ['graph', stream.name, 'from'], message)
    })
}

type Wrong = { readonly reference: Reference; readonly message: string }

/** References that do not fit one of `inputs` each. */
function unfit(stream: Stream, inputs: readonly StreamType[], types: Types): readonly Wrong[] {
  const taken = new Set<StreamType>()
  return stream.from.flatMap((reference) => {
    const type = types(reference.name)
    if (type === null) return []
    if (!inputs.includes(type))
      return [{ reference, message: clash(stream, inputs, type, reference) }]
    if (taken.has(type)) {
      const message = `${stream.use} takes only one ${type} stream`
      return [{ reference, message }]
    }
    taken.add(type)
    return []
  })
}

/** References that an operator over many streams cannot take, or that are not like the first. */
function mixed(stream: Stream, { inputs }: Operator, types: Types): readonly Wrong[] {
  let first: StreamType | null = null
  return stream.from.flatMap((reference) => {
    const type = types(reference.name)
    if (type === null) return []
    if (!inputs.includes(type))
      return [{ reference, message: clash(stream, inputs, type, reference) }]
    first ??= type
    if (type === first) return []
    const odd = `"${reference.name}" is ${streamWords[type]}`
    const message = `${stream.use} takes streams of one type, here ${first}, and ${odd}`
    return [{ reference, message }]
  })
}

function clash(
  { use }: Stream,
  inputs: readonly StreamType[],
  type: StreamType,
  { name }: Reference,
): string {
  const taken = inputs.map((input) => streamWords[input]).join(' and ')
  return `${use} takes ${taken}, but "${name}" is ${streamWords[type]}`
}
