import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile, type JSONSchema } from 'json-schema-to-typescript'

const root = join(import.meta.dirname, '..')
const names = ['pipeline', 'rules']

const style = {
  semi: false,
  singleQuote: true,
  printWidth: 100,
  trailingComma: 'all',
  bracketSpacing: true,
} as const

type Json = Record<string, unknown>
type Schema = Json & { readonly $defs?: Readonly<Record<string, Json>>; readonly title?: string }

/** What `ref` points to among `$defs`. */
const definition = (schema: Schema, ref: string): Schema =>
  schema.$defs?.[ref.replace('#/$defs/', '')] ?? {}

/**
 * A schema as the generator wants it: a choice by `if` becomes a union, a reference to a named
 * type stands alone, and one to an unnamed type is written out.
 */
function plain(schema: Schema, node: unknown): unknown {
  if (Array.isArray(node)) return node.map((item) => plain(schema, item))
  if (typeof node !== 'object' || node === null) return node
  const { if: test, then: yes, else: no, $ref, ...rest } = node as Json
  if (typeof $ref === 'string') {
    const target = definition(schema, $ref)
    return target.title ? { $ref } : plain(schema, { ...target, ...rest })
  }
  const entries = Object.entries(rest).map(([key, value]) => [key, plain(schema, value)])
  const open: Json & { oneOf?: unknown } = Object.fromEntries(entries)
  const { type: _, ...untyped } = open
  if (open.oneOf !== undefined) return untyped
  if (test === undefined || no === undefined) return open
  return { ...untyped, anyOf: [plain(schema, yes), plain(schema, no)] }
}

/** Types instead of interfaces, and one-line docstrings where they fit. */
const house = (code: string): string =>
  code
    .replaceAll(/^export interface (\w+) \{/gm, 'export type $1 = {')
    .replaceAll(/^\s+\* @(?:min|max)Items.*\n/gm, '')
    .replaceAll(/^( *)\*\n(?= *\*\/)/gm, '')
    .replaceAll(/^( *)\/\*\*\n *\* (.{1,90})\n *\*\/$/gm, (whole, indent: string, text: string) =>
      indent.length + text.length > 92 ? whole : `${indent}/** ${text} */`,
    )

/** The code as Biome writes it. */
const formatted = (code: string): string =>
  execFileSync(join(root, 'node_modules/.bin/biome'), ['format', '--stdin-file-path=types.ts'], {
    input: code,
    encoding: 'utf8',
    cwd: root,
  })

async function generate(name: string): Promise<string> {
  const text = readFileSync(join(root, `schemas/${name}.schema.json`), 'utf8')
  const schema = JSON.parse(text) as Schema
  const code = await compile(plain(schema, schema) as JSONSchema, name, {
    bannerComment: `// Generated from schemas/${name}.schema.json; run \`npm run generate\`.`,
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    style,
  })
  return formatted(house(code))
}

function current(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

const check = process.argv.includes('--check')
for (const name of names) {
  const path = join(root, `daemon/config/generated/${name}.ts`)
  const code = await generate(name)
  if (current(path) === code) continue
  if (check) {
    process.exitCode = 1
    process.stderr.write(`daemon/config/generated/${name}.ts differs from its schema\n`)
  } else {
    writeFileSync(path, code)
    process.stdout.write(`wrote daemon/config/generated/${name}.ts\n`)
  }
}
