import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { catalogue, type ErrorCode, MevdError, messageOf } from '../../daemon/kernel/errors.ts'

const TABLE = 'daemon/kernel/errors.ts'
const documented = [1, 3, 64, 66, 69, 70, 75, 78]
const codes = Object.keys(catalogue) as ErrorCode[]
const sources = [...globSync('daemon/**/*.ts'), ...globSync('scripts/**/*.ts')]
  .filter((path) => path !== TABLE)
  .map((path) => readFileSync(path, 'utf8'))

/** Exit codes that a way of trying again may have. */
const exits = { never: [1, 3, 64, 66, 69, 78], backoff: [69, 75], bug: [70] } as const

describe('the error table', () => {
  test.each(codes)('%s says what a person can do, in a whole sentence', (code) => {
    const { hint } = catalogue[code]
    expect(hint.length).toBeGreaterThan(15)
    expect(hint).toMatch(/[.?]$/)
  })

  test.each(codes)('%s ends with a documented exit code that suits its retry', (code) => {
    const { exit, retry } = catalogue[code]
    expect(documented).toContain(exit)
    expect(exits[retry]).toContain(exit)
  })

  test.each(codes)('%s is named somewhere in the code', (code) => {
    expect(sources.some((text) => text.includes(`'${code}'`))).toBe(true)
  })

  test('holds every code that is thrown', () => {
    const thrown = sources.flatMap((text) =>
      [...text.matchAll(/new MevdError\(\s*'(\w+)'/g)].map((found) => found[1] ?? ''),
    )
    expect(thrown.length).toBeGreaterThan(20)
    expect(thrown.filter((code) => !Object.hasOwn(catalogue, code))).toEqual([])
  })
})

describe('MevdError', () => {
  test('carries its code, facts and cause, and takes hint and exit from the table', () => {
    const cause = new Error('socket closed')
    const error = new MevdError('NODE_UNREACHABLE', 'no link', { facts: { node: 'a' }, cause })
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ code: 'NODE_UNREACHABLE', facts: { node: 'a' }, cause })
    expect(error.hint).toBe(catalogue.NODE_UNREACHABLE.hint)
    expect(error.exit).toBe(75)
  })

  test('has no facts and no cause where none are given', () => {
    const error = new MevdError('BUG', 'odd')
    expect(error.facts).toEqual({})
    expect('cause' in error).toBe(false)
  })

  test('is not made with a code outside the table', () => {
    // @ts-expect-error no such code
    const error = new MevdError('NO_SUCH_CODE', 'odd')
    expect(() => error.hint).toThrow(TypeError)
  })
})

describe('messageOf', () => {
  test('finds the sentence in whatever was thrown', () => {
    expect([messageOf(new Error('a')), messageOf('b'), messageOf(undefined)]).toEqual([
      'a',
      'b',
      'undefined',
    ])
  })
})
