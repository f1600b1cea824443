import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { messageOf } from '../daemon/kernel/errors.ts'
import { measure, type Result } from './bench/harness.ts'
import { registry } from './bench/registry.ts'
import { table } from './bench/table.ts'

const USAGE = 64

type Options = { readonly json: string | null; readonly names: readonly string[] }

/** What the command line asks for, or a sentence that says what is wrong with it. */
function optionsOf(args: readonly string[]): Options | string {
  const known = Object.keys(registry)
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { json: { type: 'string' }, only: { type: 'string' } },
    })
    const names = values.only?.split(',') ?? known
    const unknown = names.filter((name) => !known.includes(name))
    if (unknown.length === 0) return { json: values.json ?? null, names }
    return `no benchmark ${unknown.join(', ')}; there are ${known.join(', ')}`
  } catch (error) {
    return messageOf(error)
  }
}

async function run({ json, names }: Options): Promise<void> {
  const results: Result[] = []
  for (const name of names) {
    const make = registry[name]
    if (make === undefined) continue
    process.stderr.write(`${name}\n`)
    results.push(await measure(await make()))
  }
  process.stdout.write(`${table(results)}\n`)
  if (json !== null) writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`)
}

const options = optionsOf(process.argv.slice(2))
if (typeof options === 'string') {
  process.stderr.write(`${options}\n`)
  process.exitCode = USAGE
} else {
  await run(options)
}
