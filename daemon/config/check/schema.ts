import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

/** The part of a JSON Schema that error messages need. */
export type Schema = {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly oneOf?: readonly Schema[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
}

/** What a file can hold, by its `kind`. */
export type Kind = 'Pipeline' | 'RuleSet'

/** A schema and the function that holds a value against it. */
export type Checker = { readonly schema: Schema; readonly validate: ValidateFunction }

const ajv = new Ajv2020({
  strict: true,
  allErrors: true,
  verbose: true,
  discriminator: true,
  allowUnionTypes: true,
})
formats.default(ajv, ['uri-reference'])

function checkerOf(name: string): Checker {
  const path = join(import.meta.dirname, '../../../schemas', `${name}.schema.json`)
  const schema: Schema = JSON.parse(readFileSync(path, 'utf8'))
  return { schema, validate: ajv.compile(schema) }
}

/** The checker of each kind of file. */
export const checkers: Readonly<Record<Kind, Checker>> = {
  Pipeline: checkerOf('pipeline'),
  RuleSet: checkerOf('rules'),
}

/** The schema that a `$ref` leads to, or the schema itself. */
export function followed(root: Schema, schema: Schema): Schema {
  const name = schema.$ref?.replace('#/$defs/', '')
  return name === undefined ? schema : (root.$defs?.[name] ?? schema)
}
