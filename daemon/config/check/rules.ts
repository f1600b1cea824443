import { type Document, problemIn } from '../text/document.ts'
import type { Path } from '../text/place.ts'
import type { Catalogue, Fact, FactType, Problem } from '../types.ts'
import { didYouMean } from './suggest.ts'
import { listOf, textOf, valueAt } from './view.ts'
import { brief } from './words.ts'

/** What the schema cannot say of a rule set: facts, and what they may be compared with. */
export function checkRules(document: Document, catalogue: Catalogue): readonly Problem[] {
  const names = new Set<string>()
  return listOf(valueAt(document.value, 'rules')).flatMap((rule, i) => {
    const name = textOf(valueAt(rule, 'name'))
    const isTaken = name !== null && names.has(name)
    if (name !== null) names.add(name)
    const message = `two rules are called "${name}"`
    return [
      ...(isTaken ? [problemIn(document, 'NAME_DUPLICATE', ['rules', i, 'name'], message)] : []),
      ...checkCondition({ document, catalogue }, valueAt(rule, 'conditions'), [
        'rules',
        i,
        'conditions',
      ]),
    ]
  })
}

type Context = { readonly document: Document; readonly catalogue: Catalogue }

function checkCondition(context: Context, value: unknown, path: Path): readonly Problem[] {
  const within = ['all', 'any'].flatMap((key) =>
    listOf(valueAt(value, key)).flatMap((item, i) =>
      checkCondition(context, item, [...path, key, i]),
    ),
  )
  const not = valueAt(value, 'not')
  const inverse = not === undefined ? [] : checkCondition(context, not, [...path, 'not'])
  const fact = textOf(valueAt(value, 'fact'))
  const own = fact === null ? [] : checkComparison(context, fact, value, path)
  return [...within, ...inverse, ...own]
}

function checkComparison(
  { document, catalogue }: Context,
  name: string,
  comparison: unknown,
  path: Path,
): readonly Problem[] {
  const known = Object.hasOwn(catalogue.facts, name) ? catalogue.facts[name] : undefined
  if (!known) {
    const hint = didYouMean(name, Object.keys(catalogue.facts))
    return [
      problemIn(document, 'FACT_UNKNOWN', [...path, 'fact'], `there is no fact "${name}"`, {
        hint,
      }),
    ]
  }
  const operator = textOf(valueAt(comparison, 'operator'))
  const legal = catalogue.ruleOperators[known.type]
  if (operator !== null && !legal.includes(operator)) {
    const hint = `${known.type} facts take ${legal.join(', ')}`
    const message = `"${operator}" does not suit ${name}, ${words[known.type]}`
    return [problemIn(document, 'FACT_OPERATOR', [...path, 'operator'], message, { hint })]
  }
  const value = valueAt(comparison, 'value')
  const isList = operator === 'in' || operator === 'notIn'
  if (value === undefined || operator === null) return []
  if (isList !== Array.isArray(value)) {
    const message = `"${operator}" takes ${isList ? 'a list' : 'a single value'}`
    return [problemIn(document, 'FACT_VALUE', [...path, 'value'], message)]
  }
  if (!isList) return valueProblems(document, name, known, value, [...path, 'value'])
  return listOf(value).flatMap((item, i) =>
    valueProblems(document, name, known, item, [...path, 'value', i]),
  )
}

const words: Readonly<Record<FactType, string>> = {
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  string: 'a text',
}

const suits: Readonly<Record<FactType, (value: unknown) => boolean>> = {
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
}

function valueProblems(
  document: Document,
  name: string,
  fact: Fact,
  value: unknown,
  path: Path,
): readonly Problem[] {
  if (!suits[fact.type](value)) {
    const message = `${name} is ${words[fact.type]}, and ${brief(value)} is not`
    return [problemIn(document, 'FACT_VALUE', path, message)]
  }
  if (typeof value === 'string' && fact.values && !fact.values.includes(value)) {
    const message = `${name} is never ${brief(value)}`
    const hint = didYouMean(value, fact.values) ?? `it is one of ${fact.values.join(', ')}`
    return [problemIn(document, 'FACT_VALUE', path, message, { hint })]
  }
  const [least, most] = fact.range ?? [-Infinity, Infinity]
  if (typeof value !== 'number' || (value >= least && value <= most)) return []
  const message = `${name} lies between ${least} and ${most}, never at ${value}`
  return [problemIn(document, 'RANGE', path, message)]
}
