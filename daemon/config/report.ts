import { toJson } from '../kernel/json.ts'
import { sarifOf } from './sarif.ts'
import type { Problem } from './types.ts'

/** How problems can be written. */
export type ReportFormat = 'text' | 'json' | 'github' | 'sarif'

/** One problem in the form that editors and terminals can jump to. */
export function formatProblem(problem: Problem): string {
  const { file, line, column, severity, code, path, message, hint } = problem
  const where = path === '' ? '' : ` ${path}:`
  const advice = hint === null ? '' : ` (${hint})`
  return inOneLine(`${file}:${line}:${column}: ${severity}[${code}]${where} ${message}${advice}`)
}

/** Problems in one of the formats; text and workflow commands end with a line break. */
export function formatProblems(problems: readonly Problem[], format: ReportFormat): string {
  if (format === 'json') return `${toJson(problems, 2)}\n`
  if (format === 'sarif') return `${toJson(sarifOf(problems), 2)}\n`
  const one = format === 'github' ? workflowCommand : formatProblem
  return problems.map((problem) => `${one(problem)}\n`).join('')
}

const inOneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ')

/** A workflow command that GitHub shows beside the line. */
function workflowCommand(problem: Problem): string {
  const { file, line, column, severity, code, message, hint } = problem
  const properties = { file, line, col: column, title: code }
  const listed = Object.entries(properties).map(([key, value]) => `${key}=${property(`${value}`)}`)
  const text = hint === null ? message : `${message} (${hint})`
  return `::${severity} ${listed.join(',')}::${data(text)}`
}

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
