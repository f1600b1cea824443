import type { ErrorObject } from 'ajv/dist/2020.js'
import type { ProblemCode } from '../problem-codes.ts'
import { type Document, problemIn } from '../text/document.ts'
import { pathOf } from '../text/place.ts'
import type { Problem } from '../types.ts'
import { type Checker, checkers, followed, type Kind, type Schema } from './schema.ts'
import { didYouMean } from './suggest.ts'
import { brief, found, listed } from './words.ts'

/** What one schema error says, before it has a place. */
type Finding = {
  readonly code: ProblemCode
  readonly message: string
  readonly at?: 'key' | 'value'
  /** Steps below the value that the error names. */
  readonly below?: string
  readonly hint?: string | null
}

/** What ajv says of an error, over all keywords. */
type Params = {
  readonly missingProperty?: string
  readonly additionalProperty?: string
  readonly propertyName?: string
  readonly type?: string | readonly string[]
  readonly allowedValues?: readonly unknown[]
  readonly allowedValue?: unknown
  readonly tag?: string
  readonly tagValue?: unknown
  readonly comparison?: string
  readonly limit?: number
  readonly i?: number
  readonly j?: number
}

type Reader = (error: ErrorObject<string, Params>, root: Schema) => Finding | null

/** Holds a document against the schema of its kind; every error gets its own place. */
export function validateDocument(document: Document, kind: Kind): readonly Problem[] {
  const checker: Checker = checkers[kind]
  if (checker.validate(document.value)) return []
  const problems = (checker.validate.errors ?? []).flatMap((error) => {
    if (error.propertyName !== undefined) return []
    const finding = (readers[error.keyword] ?? other)(error, checker.schema)
    if (!finding) return []
    const path = pathOf(error.instancePath)
    const full = finding.below === undefined ? path : [...path, finding.below]
    return [problemIn(document, finding.code, full, finding.message, finding)]
  })
  return withoutEchoes(problems)
}

/** A mistyped key is not also missing; a value of the wrong type is not also out of range. */
function withoutEchoes(problems: readonly Problem[]): readonly Problem[] {
  const meant = new Set<string>()
  const strange = new Set<string>()
  for (const { code, path, hint } of problems) {
    if (code === 'TYPE_WRONG') strange.add(path)
    const near = code === 'KEY_UNKNOWN' ? /"(.*)"/.exec(hint ?? '')?.[1] : undefined
    if (near !== undefined) meant.add(`${path.slice(0, path.lastIndexOf('/'))}/${near}`)
  }
  return problems.filter(({ code, path }) => {
    if (code === 'KEY_MISSING') return !meant.has(path)
    return code === 'TYPE_WRONG' || !strange.has(path)
  })
}

const isDefinition = (root: Schema, name: string, schema: unknown): boolean =>
  schema !== undefined && root.$defs?.[name] === schema

const keysOf = (value: unknown): readonly string[] =>
  Object.keys((value as Schema | undefined)?.properties ?? {})

const missing: Reader = ({ params }) => ({
  code: 'KEY_MISSING',
  message: `"${params.missingProperty}" is missing`,
  below: String(params.missingProperty),
})

/** A key that nobody knows, or that belongs to another operator, venue or kind of node. */
const unknown: Reader = ({ params, parentSchema }, root) => {
  const key = String(params.additionalProperty)
  const base = { at: 'key', below: key } as const
  if (key === '<<') {
    const hint = 'write the values out'
    return { ...base, code: 'KEY_UNKNOWN', message: 'merge keys are not supported', hint }
  }
  const owner = ownerOf(root, parentSchema as Schema, key)
  if (owner) return { ...base, code: 'KEY_NOT_ALLOWED', message: `"${key}" is only for ${owner}` }
  const hint = didYouMean(key, keysOf(parentSchema))
  return { ...base, code: 'KEY_UNKNOWN', message: `unknown key "${key}"`, hint }
}

/** Which sibling of a schema that is chosen by a tag takes a key: `use: find-cycles`. */
function ownerOf(root: Schema, schema: Schema, key: string): string | null {
  const tag = keysOf(schema).find((name) => schema.properties?.[name]?.const !== undefined)
  if (tag === undefined) return null
  const own = Object.values(root.$defs ?? {}).filter((def) =>
    Object.hasOwn(def.properties ?? {}, key),
  )
  const tags = own.flatMap((def) => def.properties?.[tag]?.const ?? [])
  return tags.length === 0 ? null : `${tag}: ${tags.join(', ')}`
}

const name: Reader = ({ params }) => ({
  code: 'NAME_INVALID',
  message: `"${params.propertyName}" cannot be a name here`,
  at: 'key',
  below: String(params.propertyName),
})

const type: Reader = ({ params, data, parentSchema }) => ({
  code: 'TYPE_WRONG',
  message: `expected ${listed(params.type)}, found ${found(data)}`,
  hint: example(parentSchema),
})

function choice(code: ProblemCode, data: unknown, allowed: readonly unknown[]): Finding {
  const values = allowed.map(brief).join(', ')
  const message = `${brief(data)} is not ${allowed.length > 1 ? 'one of ' : ''}${values}`
  const hint = typeof data === 'string' ? didYouMean(data, allowed.map(String)) : null
  return { code, message, hint }
}

const allowed: Reader = ({ params, data }) => {
  const values = params.allowedValues ?? [params.allowedValue]
  if (typeof data === 'object' || typeof data !== typeof values[0])
    return {
      code: 'TYPE_WRONG',
      message: `expected ${values.map(brief).join(' or ')}, found ${found(data)}`,
    }
  return choice('VALUE_NOT_ALLOWED', data, values)
}

/** A tag that chooses between schemas: `deploy`, `venue`, `use`, `type`. */
const tag: Reader = ({ params, parentSchema }, root) => {
  const key = String(params.tag)
  const value = params.tagValue
  const schemas = (parentSchema as Schema).oneOf ?? []
  const tags = schemas.map((schema) => followed(root, schema).properties?.[key]?.const)
  if (value === undefined)
    return { code: 'KEY_MISSING', message: `"${key}" is missing`, below: key }
  if (typeof value !== 'string')
    return { code: 'TYPE_WRONG', message: `expected a text, found ${found(value)}`, below: key }
  const code = key === 'use' ? 'OPERATOR_UNKNOWN' : 'VALUE_NOT_ALLOWED'
  return { ...choice(code, value, tags), below: key }
}

const limits: Readonly<Record<string, string>> = { '>=': 'below', '<=': 'above' }

const range: Reader = ({ params, data }) => ({
  code: 'RANGE',
  message: `${brief(data)} is ${limits[String(params.comparison)]} ${brief(params.limit)}`,
})

const count: Reader = ({ params, keyword, data, parentSchema }, root) => {
  const bound = `${keyword.startsWith('min') ? 'at least' : 'at most'} ${params.limit}`
  const entries = Array.isArray(data) ? data.length : Object.keys(data as object).length
  if (isDefinition(root, 'group', parentSchema))
    return { code: 'COUNT', message: 'a group is exactly one of all, any and not' }
  return { code: 'COUNT', message: `${entries} entries, and there must be ${bound}` }
}

const twice: Reader = ({ params, data }) => ({
  code: 'ITEM_DUPLICATE',
  message: `${brief((data as unknown[])[Number(params.i)])} stands here twice`,
  below: String(Math.max(Number(params.i), Number(params.j))),
})

const format: Reader = ({ data, parentSchema }, root) => {
  if (isDefinition(root, 'address', parentSchema))
    return { code: 'ADDRESS_INVALID', message: `${brief(data)} is not an address` }
  const message = data === '' ? 'an empty text' : `${brief(data)} has the wrong form`
  return { code: 'FORMAT_WRONG', message, hint: example(parentSchema) }
}

/** An error of another keyword, in ajv's own words. */
const other: Reader = ({ message }) => ({
  code: 'VALUE_NOT_ALLOWED',
  message: message ?? 'is not valid',
})

const example = (schema: unknown): string | null => {
  const first = (schema as Schema | undefined)?.examples?.[0]
  return first === undefined ? null : `for example ${brief(first)}`
}

const readers: Readonly<Record<string, Reader>> = {
  required: missing,
  additionalProperties: unknown,
  propertyNames: name,
  type,
  enum: allowed,
  const: allowed,
  discriminator: tag,
  minimum: range,
  maximum: range,
  minItems: count,
  maxItems: count,
  minProperties: count,
  maxProperties: count,
  uniqueItems: twice,
  pattern: format,
  format,
  minLength: format,
  maxLength: format,
  if: () => null,
}
