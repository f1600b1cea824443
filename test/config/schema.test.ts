import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { defaults } from '../../daemon/config/defaults.ts'
import { problemCodes } from '../../daemon/config/problem-codes.ts'

type Node = { readonly [key: string]: unknown }

const root = join(import.meta.dirname, '../..')
const read = (name: string): Node =>
  JSON.parse(readFileSync(join(root, `schemas/${name}.schema.json`), 'utf8'))
const schemas = ['pipeline', 'rules'].map((name) => [name, read(name)] as const)

/** Every schema in a schema that says what an object holds, with where it stands. */
function objects(node: unknown, at = ''): readonly (readonly [string, Node])[] {
  if (typeof node !== 'object' || node === null) return []
  const own = 'properties' in node && 'type' in node ? [[at, node as Node] as const] : []
  return [...own, ...Object.entries(node).flatMap(([key, value]) => objects(value, `${at}/${key}`))]
}

describe('the generated types', () => {
  test('are those of the schemas', { timeout: 60_000 }, async () => {
    const script = join(root, 'scripts/generate-types.ts')
    const run = promisify(execFile)(process.execPath, [script, '--check'], { cwd: root })
    await expect(run).resolves.toMatchObject({ stderr: '' })
  })
})

describe.each(schemas)('the %s schema', (_, schema) => {
  test('describes every key, with an example', () => {
    const keys = objects(schema).flatMap(([at, node]) =>
      Object.entries(node['properties'] as Record<string, Node>).map(
        ([key, value]) => [`${at}/${key}`, value] as const,
      ),
    )
    expect(keys.length).toBeGreaterThan(10)
    const silent = keys.filter(([, value]) => !value['description'] || !value['examples'])
    expect(silent.map(([at]) => at)).toEqual([])
  })

  test('refuses unknown keys everywhere', () => {
    const open = objects(schema).filter(([, node]) => node['additionalProperties'] !== false)
    expect(open.map(([at]) => at)).toEqual([])
  })
})

describe('the pipeline schema', () => {
  const schema = read('pipeline')
  const defs = schema['$defs'] as Record<string, Node>

  test('lets every warning be accepted but that of an idle acceptance', () => {
    const items = defs['accept']?.['items'] as Node
    const warnings = Object.entries(problemCodes).filter(
      ([, { severity }]) => severity === 'warning',
    )
    const codes = warnings.map(([code]) => code).filter((code) => code !== 'ACCEPT_UNUSED')
    expect(items['enum']).toEqual(codes.sort())
  })

  test('has the defaults that are applied', () => {
    const found = objects(schema).flatMap(([, node]) =>
      Object.entries(node['properties'] as Record<string, Node>).flatMap(([key, value]) =>
        'default' in value ? [[key, value['default']]] : [],
      ),
    )
    expect(Object.fromEntries(found)).toEqual(defaults)
  })
})
