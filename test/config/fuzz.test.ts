import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkSource } from '../../daemon/config/check/source.ts'
import { loadConfig } from '../../daemon/config/load.ts'
import { formatProblem } from '../../daemon/config/report.ts'
import { catalogue } from './catalogue.ts'
import { corpus } from './edit.ts'

const root = join(import.meta.dirname, '../..')
const texts = [
  ...globSync(join(corpus, '*.yaml')).sort(),
  join(root, 'pipelines/devnet.yaml'),
  join(root, 'rules/sizing.json'),
].map((file) => ({ file, text: readFileSync(file, 'utf8') }))

/** Pieces that have broken parsers before. */
const pieces = fc.constantFrom(
  ...[
    ':',
    ': ',
    '\n',
    '\t',
    '  ',
    '- ',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '#',
    '&a ',
    '*a',
    '!!',
    '|',
    '>',
  ],
  ...[
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '? ',
    '<<: ',
    '~',
    '.inf',
    '.nan',
    '0x',
    '1e999',
    '\u0000',
    '\uFEFF',
  ],
  ...['__proto__', 'constructor', '__proto__: { toString: 1 }\n', '/', '~1', '\u{1F980}', '\uD800'],
)
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.constant(0), fc.nat(40)),
  piece: fc.oneof(pieces, fc.string({ maxLength: 8 }), fc.constant('')),
})

/** A good file with some of it cut out and something else put in. */
const mutant = fc
  .tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 6 }))
  .map(([{ file, text }, edits]) => ({
    file,
    text: edits.reduce((result, { at, length, piece }) => {
      const start = Math.floor(at * result.length)
      return result.slice(0, start) + piece + result.slice(start + length)
    }, text),
  }))

/** Values of any shape in the place of good ones. */
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.double(),
  fc.constantFrom('heads', 'WETH', 31337),
)

function expectPlaced(source: { readonly file: string; readonly text: string }): void {
  const lines = source.text.split('\n').length
  for (const problem of checkSource(source, catalogue).problems) {
    expect(problem.line).toBeGreaterThan(0)
    expect(problem.line).toBeLessThanOrEqual(lines)
    expect(problem.column).toBeGreaterThan(0)
    expect(problem.message).not.toBe('')
    expect(formatProblem(problem)).toMatch(/^.+:\d+:\d+: (error|warning)\[[A-Z_]+\]/)
  }
}

describe('checkSource', () => {
  test('gives every problem of a mutilated file a place, and never throws', {
    timeout: 120_000,
  }, () => {
    fc.assert(fc.property(mutant, expectPlaced), { numRuns: 1500 })
  })

  test('holds for values of any shape anywhere', { timeout: 120_000 }, () => {
    const { config: _, ...good } = JSON.parse(readFileSync(join(root, 'rules/sizing.json'), 'utf8'))
    const pipeline = {
      apiVersion: 'mevd/v1',
      kind: 'Pipeline',
      name: 'a',
      network: 'devnet',
      node: { deploy: 'external', ipc: 'a' },
      markets: { native: 'A', tokens: { A: '0x1' }, dexes: [{ venue: 'uniswap-v2' }] },
      graph: { a: { use: 'merge', from: ['a', 'b'] } },
      strategies: { 'cross-dex-arbitrage': { from: 'a' } },
      policy: { rules: ['a'] },
      execution: { venues: ['node'] },
    }
    const paths = [
      ...pathsIn(pipeline).map((p) => [pipeline, p] as const),
      ...pathsIn(good).map((p) => [good, p] as const),
    ]
    fc.assert(
      fc.property(fc.constantFrom(...paths), value, ([base, path], replacement) => {
        const text = JSON.stringify(replaced(base, path, replacement), null, 2)
        expectPlaced({ file: 'a.yaml', text })
      }),
      { numRuns: 1500 },
    )
  })
})

describe('loadConfig', () => {
  test('resolves whatever passes the check', { timeout: 120_000 }, () => {
    for (const { file } of texts.filter(({ file }) => !file.includes('.bad.'))) {
      const { config } = loadConfig({ paths: [file], rulesDir: join(root, 'rules'), catalogue })
      expect(config?.hash).toMatch(/^[0-9a-f]{64}$/)
    }
  })
})

function pathsIn(node: unknown): readonly (readonly string[])[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, inner]) => [
    [key],
    ...pathsIn(inner).map((path) => [key, ...path]),
  ])
}

function replaced(node: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by
  const copy = Array.isArray(node) ? [...node] : { ...(node as object) }
  Object.assign(copy, { [key]: replaced((node as Record<string, unknown>)[key], rest, by) })
  return copy
}
