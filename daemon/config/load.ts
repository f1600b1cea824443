import { sha256 } from '../kernel/ids.ts'
import { readRuleFiles } from './check/rule-files.ts'
import { type Checked, checkSource } from './check/source.ts'
import { checkTogether } from './check/together.ts'
import { freeze } from './freeze.ts'
import type { Pipeline } from './generated/pipeline.ts'
import type { RuleSetFile } from './generated/rules.ts'
import { isError } from './problem.ts'
import { pipelineOf, ruleSetOf } from './resolve.ts'
import { readAll } from './text/read.ts'
import type { Catalogue, Config, PipelineConfig, Problem, RuleSet } from './types.ts'

/** What to load and against which names to hold it. */
export type LoadOptions = {
  /** Files, folders of files, or `-` for standard input. */
  readonly paths: readonly string[]
  /** Folder of the rule sets; where not given, `../rules` seen from each pipeline's folder. */
  readonly rulesDir?: string | undefined
  readonly catalogue: Catalogue
}

/** A configuration, null where there is any error, and all that was found on the way. */
export type Loaded = { readonly config: Config | null; readonly problems: readonly Problem[] }

/**
 * Reads and checks files, and the rule sets they name; reading is all it does.
 *
 * Problems come file by file, in the order in which they stand there. Errs with `FILE_MISSING`
 * where a path is not there.
 */
export function loadConfig({ paths, rulesDir, catalogue }: LoadOptions): Loaded {
  const reading = readAll(paths)
  const files = reading.sources.map((source) => checkSource(source, catalogue))
  const rules = readRuleFiles(files, { rulesDir, catalogue })
  const all = [...files, ...rules.files]
  const pipelines = all.filter((file) => file.kind === 'Pipeline')
  const ruleSets = all.filter((file) => file.kind === 'RuleSet')
  const problems = sorted([
    ...reading.problems,
    ...all.flatMap((file) => file.problems),
    ...rules.problems,
    ...checkTogether(pipelines, ruleSets),
  ])
  return { config: problems.some(isError) ? null : configOf(pipelines, ruleSets), problems }
}

/** Problems by file, in the order of the first of each, then by place. */
function sorted(problems: readonly Problem[]): readonly Problem[] {
  const files = [...new Set(problems.map((problem) => problem.file))]
  const rank = new Map(files.map((file, i) => [file, i]))
  return problems.toSorted(
    (a, b) =>
      (rank.get(a.file) ?? 0) - (rank.get(b.file) ?? 0) || a.line - b.line || a.column - b.column,
  )
}

function configOf(pipelines: readonly Checked[], ruleSets: readonly Checked[]): Config {
  const sets: Record<string, RuleSet> = Object.create(null)
  for (const { document } of ruleSets) {
    const set = ruleSetOf(document.file, sha256(document.text), document.value as RuleSetFile)
    sets[set.name] = set
  }
  const resolved = pipelines.map(({ document }): PipelineConfig => {
    const pipeline = document.value as Pipeline
    const rules = pipeline.policy.rules.map((name) => sets[name]?.hash)
    return pipelineOf(document.file, sha256([sha256(document.text), ...rules].join()), pipeline)
  })
  const hashes = [...resolved, ...Object.values(sets)].map(({ hash }) => hash).sort()
  return freeze({ pipelines: resolved, ruleSets: sets, hash: sha256(hashes.join()) })
}
