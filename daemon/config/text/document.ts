import { isScalar, LineCounter, type Document as Yaml } from 'yaml'
import { messageOf } from '../../kernel/errors.ts'
import { problemAt } from '../problem.ts'
import type { ProblemCode } from '../problem-codes.ts'
import type { Problem } from '../types.ts'
import { FIRST, type Path, type Place, type Position, pointer } from './place.ts'
import { plant } from './tree.ts'
import { jsonFault, type TextFault, yamlFaults, yamlOf } from './yaml-text.ts'

/** A file's name and its text. */
export type Source = { readonly file: string; readonly text: string }

/** A parsed file: plain values, and the place of each by its JSON pointer. */
export type Document = Source & {
  readonly value: unknown
  readonly places: ReadonlyMap<string, Place>
  readonly problems: readonly Problem[]
  /** True when the text cannot be read at all, so that nothing more can be said of it. */
  readonly broken: boolean
}

/** Parses YAML 1.2, or JSON where the file's name ends in `.json`. */
export function parseDocument(source: Source): Document {
  try {
    return parsed(source)
  } catch (error) {
    const message = `cannot be parsed: ${messageOf(error)}`
    return broken(source, [problemAt(source.file, FIRST, 'YAML_SYNTAX', message)])
  }
}

/** A problem with the value at `path`, or with its key; where it is absent, with what lacks it. */
export function problemIn(
  document: Document,
  code: ProblemCode,
  path: Path,
  message: string,
  options: { readonly at?: 'key' | 'value'; readonly hint?: string | null } = {},
): Problem {
  const full = pointer(path)
  let here = full
  while (here !== '' && !document.places.has(here)) here = here.slice(0, here.lastIndexOf('/'))
  const place = document.places.get(here) ?? { key: null, value: FIRST }
  const isKey = options.at === 'key' || here !== full
  const position = (isKey ? place.key : null) ?? place.value
  return problemAt(document.file, position, code, message, {
    path: full,
    hint: options.hint ?? null,
  })
}

function parsed(source: Source): Document {
  const { file, text } = source
  const counter = new LineCounter()
  const yaml = yamlOf(text, counter)
  const positionAt = (offset: number): Position => {
    const { line, col } = counter.linePos(Math.min(offset, text.length))
    return { line, column: col }
  }
  if (isEmpty(yaml))
    return broken(source, [problemAt(file, FIRST, 'FILE_EMPTY', 'the file holds nothing')])
  const faults = faultsOf(source, yaml)
  const located = faults.map(({ code, offset, message }) =>
    problemAt(file, positionAt(offset), code, message),
  )
  if (located.length > 0) return broken(source, firstOfEachLine(located))
  const tree = plant(yaml, positionAt)
  const problems = tree.faults.map((fault) =>
    problemAt(file, fault.position, fault.code, fault.message, { path: pointer(fault.path) }),
  )
  const { value, places, spent } = tree
  return { ...source, value, places, problems, broken: spent }
}

function faultsOf(source: Source, yaml: Yaml): readonly TextFault[] {
  const json = source.file.endsWith('.json') ? jsonFault(source.text) : null
  return json ? [json] : yamlFaults(yaml)
}

const isEmpty = ({ contents, errors }: Yaml): boolean =>
  errors.length === 0 &&
  (contents === null ||
    (isScalar(contents) && contents.value === null && contents.source === '' && !contents.tag))

const broken = (source: Source, problems: readonly Problem[]): Document => ({
  ...source,
  value: null,
  places: new Map(),
  problems,
  broken: true,
})

function firstOfEachLine(problems: readonly Problem[]): readonly Problem[] {
  const lines = new Set<number>()
  return problems.filter(({ line }) => !lines.has(line) && lines.add(line))
}
