import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const files = globSync('daemon/**/*.ts')
const linesOf = (path: string): string[] => readFileSync(path, 'utf8').split('\n')

describe('the form of the code', () => {
  test('every export has a docstring right above it', () => {
    const bare = files.flatMap((path) =>
      linesOf(path).flatMap((line, i, lines) => {
        const opens = /^export (async )?(function\*?|const|type|class) /.test(line)
        return opens && !lines[i - 1]?.trim().endsWith('*/') ? [`${path}:${i + 1}`] : []
      }),
    )
    expect(bare).toEqual([])
  })

  test('no file has more than 250 lines that say something', () => {
    const long = files.filter(
      (path) => linesOf(path).filter((line) => line.trim() !== '').length > 250,
    )
    expect(long).toEqual([])
  })

  test('no index files, no default exports, and no classes but the one for errors', () => {
    const odd = files.filter((path) => {
      const text = readFileSync(path, 'utf8')
      const isClassy =
        /^(export )?(abstract )?class /m.test(text) && !path.endsWith('kernel/errors.ts')
      return path.endsWith('index.ts') || /^export default/m.test(text) || isClassy
    })
    expect(odd).toEqual([])
  })

  test('nothing can build a front-run: no code speaks of placing ours before theirs', () => {
    const words = /\b(frontrun|front_run|sandwichBundle|placeBefore)\b/i
    expect(files.filter((path) => words.test(readFileSync(path, 'utf8')))).toEqual([])
  })
})
