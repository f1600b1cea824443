import type { Scalar } from 'yaml'
import type { ProblemCode } from '../problem-codes.ts'

/** What is wrong with a single value, whatever the schema says; null where nothing is. */
export function scalarFault(
  scalar: Scalar,
): { readonly code: ProblemCode; readonly message: string } | null {
  const { value, source = '' } = scalar
  if (typeof value !== 'number' || !Number.isFinite(value)) return null
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return { code: 'INTEGER_UNSAFE', message: `${source} is above 2^53 and would lose digits` }
  if (/^[-+]?0\d/.test(source))
    return { code: 'NUMBER_AMBIGUOUS', message: `${source} begins with a zero` }
  if (digitsOf(source) !== digitsOf(String(value)))
    return { code: 'NUMBER_INEXACT', message: `${source} would be taken for ${value}` }
  return null
}

/** The digits that count, whatever the sign, the point and the exponent. */
const digitsOf = (text: string): string =>
  text
    .replace(/e.*/i, '')
    .replaceAll(/\D/g, '')
    .replaceAll(/^0+|0+$/g, '')
