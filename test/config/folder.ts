import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Loaded, loadConfig } from '../../daemon/config/load.ts'
import { catalogue } from './catalogue.ts'
import { minimal } from './edit.ts'

/** The rule set that the repository ships. */
export const sizing = readFileSync(join(import.meta.dirname, '../../rules/sizing.json'), 'utf8')

/** A folder with one good pipeline and the rule set it names, and what loading says of it. */
export function newFolder() {
  const root = mkdtempSync(join(tmpdir(), 'mevd-config-'))
  const at = (name: string): string => join(root, name)
  const write = (name: string, text: string | Uint8Array): void => writeFileSync(at(name), text)
  const load = (...names: readonly string[]): Loaded =>
    loadConfig({ paths: names.map(at), catalogue })
  mkdirSync(at('pipelines'))
  mkdirSync(at('rules'))
  write('rules/sizing.json', sizing)
  write('pipelines/a.yaml', minimal)
  return {
    at,
    write,
    load,
    said: (...names: readonly string[]): readonly string[] =>
      load(...names).problems.map(
        ({ code, path, file }) => `${file.slice(root.length + 1)} ${code} ${path}`,
      ),
    [Symbol.dispose]: () => rmSync(root, { recursive: true }),
  }
}
