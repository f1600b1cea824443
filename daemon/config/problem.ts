import { type ProblemCode, problemCodes } from './problem-codes.ts'
import type { Position } from './text/place.ts'
import type { Problem } from './types.ts'

/** A problem at a known place; its hint is that of the code unless a better one is given. */
export const problemAt = (
  file: string,
  position: Position,
  code: ProblemCode,
  message: string,
  options: { readonly path?: string; readonly hint?: string | null } = {},
): Problem => ({
  file,
  line: position.line,
  column: position.column,
  severity: problemCodes[code].severity,
  code,
  path: options.path ?? '',
  message,
  hint: options.hint ?? problemCodes[code].hint,
})

/** True where a problem stops the configuration. */
export const isError = (problem: Problem): boolean => problem.severity === 'error'
