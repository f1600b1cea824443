import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { problemIn } from '../text/document.ts'
import { readOne } from '../text/read.ts'
import type { Catalogue, Problem } from '../types.ts'
import { type Checked, checkSource } from './source.ts'
import { didYouMean } from './suggest.ts'
import { listOf, textOf, valueAt } from './view.ts'

/** Rule sets that were read, and what is wrong with the naming or the reading. */
export type RuleFiles = {
  readonly files: readonly Checked[]
  readonly problems: readonly Problem[]
}

type Naming = { readonly pipeline: Checked; readonly name: string; readonly index: number }

type Options = { readonly rulesDir?: string | undefined; readonly catalogue: Catalogue }

/** Reads the rule files that pipelines name, but for those that were `given` already. */
export function readRuleFiles(given: readonly Checked[], options: Options): RuleFiles {
  const first = new Map<string, string>()
  const readings = given.flatMap(namings).map((naming): RuleFiles => {
    const path = pathOf(naming, options.rulesDir)
    const before = first.get(naming.name)
    first.set(naming.name, before ?? path)
    if (before === undefined || !existsSync(path)) return readNamed(naming, path, given, options)
    const isSame = identity(before) === identity(path)
    return { files: [], problems: isSame ? [] : [conflict(naming, before, path)] }
  })
  return {
    files: readings.flatMap(({ files }) => files),
    problems: readings.flatMap(({ problems }) => problems),
  }
}

function readNamed(
  naming: Naming,
  path: string,
  given: readonly Checked[],
  { catalogue }: Options,
): RuleFiles {
  const refuse = (why: string) => ({ files: [], problems: [unknown(naming, path, why)] })
  const there = given.find((file) => identity(file.document.file) === identity(path))
  if (there) return there.kind === 'Pipeline' ? refuse('is a pipeline') : NOTHING
  if (!existsSync(path)) return refuse('is not there')
  const { sources, problems } = readOne(path)
  return { files: sources.map((source) => checkSource(source, catalogue, 'RuleSet')), problems }
}

const NOTHING: RuleFiles = { files: [], problems: [] }

/** A path that is the same however the file is reached. */
function identity(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}

/** What pipelines call a rule file: its name without the ending. */
export const stem = (file: string): string => basename(file).replace(/\.\w+$/, '')

function namings(pipeline: Checked): readonly Naming[] {
  if (pipeline.kind !== 'Pipeline') return []
  return listOf(valueAt(pipeline.document.value, 'policy', 'rules')).flatMap((item, index) => {
    const name = textOf(item)
    return name !== null && /^[a-z][a-z0-9-]*$/.test(name) ? [{ pipeline, name, index }] : []
  })
}

const pathOf = ({ pipeline, name }: Naming, rulesDir: string | undefined): string =>
  join(rulesDir ?? join(dirname(pipeline.document.file), '../rules'), `${name}.json`)

const at = ({ index }: Naming): readonly (string | number)[] => ['policy', 'rules', index]

function unknown(naming: Naming, path: string, why: string): Problem {
  const hint = didYouMean(naming.name, namesIn(dirname(path)))
  const message = `there is no rule set "${naming.name}": ${path} ${why}`
  return problemIn(naming.pipeline.document, 'RULES_UNKNOWN', at(naming), message, { hint })
}

const conflict = (naming: Naming, first: string, path: string): Problem => {
  const message = `"${naming.name}" is ${path} here and ${first} elsewhere`
  return problemIn(naming.pipeline.document, 'RULES_CONFLICT', at(naming), message)
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).flatMap((name) => (name.endsWith('.json') ? [stem(name)] : []))
  } catch {
    return []
  }
}
