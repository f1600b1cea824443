import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { edited, minimal } from './edit.ts'
import { newFolder } from './folder.ts'

describe('readAll', () => {
  test('passes over what editors and deployments leave in a folder', () => {
    using folder = newFolder()
    const { at, write, load } = folder
    const litter = [
      '.a.yaml.swp',
      '.hidden.yaml',
      'a.yaml~',
      '4913',
      '#a.yaml#',
      'notes.md',
      'x.test.yaml',
    ]
    for (const name of litter) write(`pipelines/${name}`, 'broken: [')
    mkdirSync(at('pipelines/..2026'))
    expect(load('pipelines').problems).toEqual([])
  })

  test('follows links, as mounted configuration has them', () => {
    using folder = newFolder()
    const { at, write, load } = folder
    mkdirSync(at('pipelines/..data'))
    write('pipelines/..data/b.yaml', edited(minimal, ['name: least', 'name: b']))
    symlinkSync('..data/b.yaml', at('pipelines/b.yaml'))
    expect(load('pipelines').config?.pipelines).toHaveLength(2)
  })

  test('errs where a path is not there', () => {
    using folder = newFolder()
    const { load } = folder
    expect(() => load('nowhere.yaml')).toThrow(expect.objectContaining({ code: 'FILE_MISSING' }))
  })

  test('says so where a folder holds nothing', () => {
    using folder = newFolder()
    const { at, load } = folder
    rmSync(at('pipelines/a.yaml'))
    expect(load('pipelines').problems).toMatchObject([{ code: 'FILES_NONE', line: 1, column: 1 }])
  })

  test('refuses folders, pipes and loops in the place of a file, without hanging', () => {
    using folder = newFolder()
    const { at, said } = folder
    mkdirSync(at('pipelines/b.yaml'))
    execFileSync('mkfifo', [at('pipelines/c.yaml')])
    symlinkSync('d.yaml', at('pipelines/d.yaml'))
    symlinkSync('gone.yaml', at('pipelines/e.yaml'))
    expect(said('pipelines')).toEqual([
      'pipelines/b.yaml FILE_KIND ',
      'pipelines/c.yaml FILE_KIND ',
      'pipelines/d.yaml FILE_UNREADABLE ',
      'pipelines/e.yaml FILE_UNREADABLE ',
    ])
    expect(said('pipelines/d.yaml')).toEqual(['pipelines/d.yaml FILE_UNREADABLE '])
  })

  test('refuses more than 5 MB', () => {
    using folder = newFolder()
    const { write, said } = folder
    write('pipelines/b.yaml', '#'.repeat(5_000_001))
    expect(said('pipelines')).toEqual(['pipelines/b.yaml FILE_LARGE '])
  })

  test('takes UTF-8 with or without a byte order mark, and nothing else', () => {
    using folder = newFolder()
    const { write, load, said } = folder
    write('pipelines/a.yaml', `\uFEFF${minimal}`)
    expect(load('pipelines').problems).toEqual([])
    write('pipelines/a.yaml', Buffer.from(`\uFEFF${minimal}`, 'utf16le'))
    expect(said('pipelines')).toEqual(['pipelines/a.yaml FILE_ENCODING '])
    write('pipelines/a.yaml', `${minimal}# end`.replaceAll('\n', '\r\n'))
    expect(load('pipelines').problems).toEqual([])
  })
})
