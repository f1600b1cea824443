import { globSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../daemon/config/load.ts'
import { catalogue } from './catalogue.ts'

const root = join(import.meta.dirname, '../..')

describe('the files that mevd ships', () => {
  test('load without a problem', () => {
    const paths = [join(root, 'pipelines'), join(root, 'rules')]
    const { config, problems } = loadConfig({ paths, catalogue })
    expect(problems).toEqual([])
    const files = globSync('{pipelines/*.yaml,rules/*.json}', { cwd: root }).sort()
    const loaded = [...(config?.pipelines ?? []), ...Object.values(config?.ruleSets ?? {})]
    expect(loaded.map(({ file }) => relative(root, file)).sort()).toEqual(files)
    expect(files).toContain('pipelines/devnet.yaml')
  })
})
