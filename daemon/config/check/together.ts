import { problemIn } from '../text/document.ts'
import { FIRST, type Path, pointer } from '../text/place.ts'
import type { Problem } from '../types.ts'
import { stem } from './rule-files.ts'
import type { Checked } from './source.ts'
import { textOf, valueAt } from './view.ts'
import { brief } from './words.ts'

/** What is wrong with files only beside each other: the same name twice, one network two ways. */
export const checkTogether = (
  pipelines: readonly Checked[],
  ruleSets: readonly Checked[],
): readonly Problem[] => [
  ...sameNames(pipelines),
  ...sameNames(ruleSets),
  ...networks(pipelines),
  ...ruleSets.flatMap(misnamed),
]

const nameOf = ({ document }: Checked): string | null => textOf(valueAt(document.value, 'name'))

const placeOf = ({ document }: Checked, path: Path): string => {
  const { line } = document.places.get(pointer(path))?.value ?? FIRST
  return `${document.file}:${line}`
}

function sameNames(files: readonly Checked[]): readonly Problem[] {
  const first = new Map<string, Checked>()
  return files.flatMap((file) => {
    const name = nameOf(file)
    if (name === null) return []
    const other = first.get(name)
    if (other) {
      const message = `"${name}" is also the name in ${placeOf(other, ['name'])}`
      return [problemIn(file.document, 'NAME_DUPLICATE', ['name'], message)]
    }
    first.set(name, file)
    return []
  })
}

/** Pipelines of one network are served by one node. */
function networks(pipelines: readonly Checked[]): readonly Problem[] {
  const first = new Map<string, Checked>()
  return pipelines.flatMap((file) => {
    const network = textOf(valueAt(file.document.value, 'network'))
    if (network === null) return []
    const other = first.get(network)
    if (other) return differences(file, other)
    first.set(network, file)
    return []
  })
}

const differences = (file: Checked, other: Checked): readonly Problem[] =>
  [
    ['chain_id'],
    ['node', 'deploy'],
    ['node', 'ipc'],
    ['node', 'data'],
    ['node', 'block_ms'],
  ].flatMap((path) => {
    const here = valueAt(file.document.value, ...path)
    const there = valueAt(other.document.value, ...path)
    if (here === there || here === undefined || there === undefined) return []
    const message = `${brief(here)} here, ${brief(there)} in ${placeOf(other, path)}`
    return [problemIn(file.document, 'NETWORK_DIFFERS', path, message)]
  })

/** Pipelines call a rule set by its file's name, so the two must agree. */
function misnamed(ruleSet: Checked): readonly Problem[] {
  const { document } = ruleSet
  const name = nameOf(ruleSet)
  const wanted = stem(document.file)
  if (name === null || !document.file.endsWith('.json') || name === wanted) return []
  const message = `the file is called "${wanted}", the set "${name}"`
  return [problemIn(document, 'NAME_MISMATCH', ['name'], message)]
}
