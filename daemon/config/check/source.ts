import { type Document, parseDocument, problemIn, type Source } from '../text/document.ts'
import type { Catalogue, Problem } from '../types.ts'
import { withoutAccepted } from './accept.ts'
import { checkAddresses } from './addresses.ts'
import { checkGraph } from './graph/graph.ts'
import { checkRules } from './rules.ts'
import type { Kind } from './schema.ts'
import { checkPipeline } from './semantics.ts'
import { didYouMean } from './suggest.ts'
import { validateDocument } from './validate.ts'
import { textOf, valueAt } from './view.ts'
import { brief } from './words.ts'

/** A file held against everything that can be said of it alone. */
export type Checked = {
  readonly document: Document
  /** What it holds; null where that cannot be told. */
  readonly kind: Kind | null
  readonly problems: readonly Problem[]
}

const kinds = ['Pipeline', 'RuleSet'] as const

/** Checks a file's text, schema and meaning, all at once; `kind` is what it must hold. */
export function checkSource(source: Source, catalogue: Catalogue, kind?: Kind): Checked {
  const document = parseDocument(source)
  if (document.broken) return { document, kind: null, problems: document.problems }
  const held = kind ?? kindOf(document)
  if (held === null)
    return { document, kind: null, problems: [...document.problems, strange(document)] }
  const form = leaving(document.problems, validateDocument(document, held))
  const meaning =
    held === 'Pipeline' ? pipeline(document, catalogue) : checkRules(document, catalogue)
  const problems = leaving(form, meaning)
  return { document, kind: held, problems: withoutAccepted(document, problems) }
}

const pipeline = (document: Document, catalogue: Catalogue): readonly Problem[] => [
  ...checkPipeline(document, catalogue),
  ...checkAddresses(document),
  ...checkGraph(document, catalogue),
]

/** Earlier problems, and those later ones whose value, or list, has no fault yet. */
function leaving(earlier: readonly Problem[], later: readonly Problem[]): readonly Problem[] {
  const faulted = new Set(earlier.flatMap(({ path }) => [path, path.replace(/\/\d+$/, '')]))
  return [...earlier, ...later.filter((problem) => !faulted.has(problem.path))]
}

/** What a file says it holds; without a word, JSON is a rule set and YAML a pipeline. */
function kindOf(document: Document): Kind | null {
  const given = valueAt(document.value, 'kind')
  if (given === undefined) return document.file.endsWith('.json') ? 'RuleSet' : 'Pipeline'
  return kinds.find((kind) => kind === given) ?? null
}

function strange(document: Document): Problem {
  const given = valueAt(document.value, 'kind')
  const message = `${brief(given)} is not one of ${kinds.map(brief).join(', ')}`
  const hint = didYouMean(textOf(given) ?? '', kinds)
  return problemIn(document, 'VALUE_NOT_ALLOWED', ['kind'], message, { hint })
}
