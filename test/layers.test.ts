import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

/** The order data moves in. A stage may import itself and the stages before it. */
const stages = [
  'kernel',
  'config',
  'chains',
  'market',
  'strategies',
  'scoring',
  'policy',
  'execution',
  'ledger',
  'learning',
  'ops',
  'app',
]

/** Packages with a home. Everyone else gets at them through the home's types. */
const homes: Record<string, string[]> = {
  ajv: ['config'],
  'ajv-formats': ['config'],
  yaml: ['config'],
  viem: ['chains', 'execution'],
  rxjs: ['chains', 'strategies', 'app'],
  'json-rules-engine': ['policy'],
  'hash-wasm': ['kernel'],
  secp256k1: ['execution'],
  'node:sqlite': ['ledger', 'ops'],
  pino: ['ops'],
  'prom-client': ['ops'],
  'systemd-notify': ['ops'],
  'node-cron': ['app'],
  commander: ['app'],
}

const files = globSync('daemon/**/*.ts')
const packageOf = (to: string): string =>
  to
    .split('/')
    .slice(0, to.startsWith('@') ? 2 : 1)
    .join('/')
const stageOf = (path: string): string => path.split('/')[1] ?? ''
const importsOf = (path: string): string[] =>
  [...readFileSync(path, 'utf8').matchAll(/(?:from|import|require\w*)\s*\(?\s*'([^']+)'/g)].map(
    (found) => found[1] ?? '',
  )

const broken = (path: string): string[] =>
  importsOf(path).flatMap((to) => {
    const own = stageOf(path)
    if (own === 'main.ts') return []
    if (!to.startsWith('.'))
      return (homes[packageOf(to)] ?? [own]).includes(own) ? [] : [`${path} -> ${to}`]
    const target = stageOf(normalize(join(dirname(path), to)))
    const upward = stages.indexOf(target) > stages.indexOf(own) || stages.indexOf(target) < 0
    return upward ? [`${path} -> ${to}`] : []
  })

test('data and imports flow the same way, and heavy packages stay at home', () => {
  expect(files.length).toBeGreaterThan(50)
  expect(files.flatMap(broken)).toEqual([])
})

test('every stage is a room that exists', () => {
  expect([...new Set(files.map(stageOf))].sort()).toEqual([...stages].sort())
})

test('only app makes Subjects and subscribes', () => {
  const elsewhere = files
    .filter((path) => stageOf(path) !== 'app')
    .filter((path) => /new (Behavior|Replay)?Subject\b/.test(readFileSync(path, 'utf8')))
  expect(elsewhere).toEqual([])
})
