import { describe, expect, test } from 'vitest'
import { parseDocument, problemIn } from '../../daemon/config/text/document.ts'

const parse = (text: string, file = 'a.yaml') => parseDocument({ file, text })
const codes = (text: string, file?: string) => parse(text, file).problems.map(({ code }) => code)
const readBack = (text: string) => JSON.parse(JSON.stringify(parse(text).value))

describe('parseDocument', () => {
  test('leaves a bare address, hexadecimal and octal as text', () => {
    expect(readBack('a: 0x1F98431c8aD98523631AE4a59f267346ea31F984\nb: 0x10\nc: 0o17')).toEqual({
      a: '0x1F98431c8aD98523631AE4a59f267346ea31F984',
      b: '0x10',
      c: '0o17',
    })
  })

  test('takes yes and no as text, as YAML 1.2 does', () => {
    expect(readBack('a: yes\nb: no\nc: on')).toEqual({ a: 'yes', b: 'no', c: 'on' })
  })

  test('takes a number or a boolean that is a key as text', () => {
    expect(readBack('1: a\ntrue: b')).toEqual({ 1: 'a', true: 'b' })
  })

  test('keeps __proto__ and constructor as plain keys', () => {
    const { value } = parse('__proto__: { polluted: 1 }\nconstructor: 2')
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(value)).toBeNull()
    expect({}).not.toHaveProperty('polluted')
  })
})

describe('parseDocument, on places', () => {
  test('counts lines the same with either line ending, and with a byte order mark taken off', () => {
    const place = (text: string) => parse(text).places.get('/b')
    expect(place('a: 1\r\nb: 2\r\n')).toEqual(place('a: 1\nb: 2\n'))
    expect(place('a: 1\nb: 2\n')?.key).toEqual({ line: 2, column: 1 })
  })

  test('knows the place of keys with slashes and tildes', () => {
    const document = parse('a/b~c:\n  d: 1\n')
    const problem = problemIn(document, 'RANGE', ['a/b~c', 'd'], 'x')
    expect(problem).toMatchObject({ path: '/a~1b~0c/d', line: 2, column: 6 })
  })

  test('puts a problem with an absent value at the key of what lacks it', () => {
    const document = parse('x: 1\na:\n  b:\n    c: 1\n')
    expect(problemIn(document, 'KEY_MISSING', ['a', 'b', 'd', 'e'], 'x')).toMatchObject({
      line: 3,
      column: 3,
    })
  })
})

describe('parseDocument, on aliases and depth', () => {
  test('reads an alias as the value of its anchor', () => {
    expect(readBack('a: &x [1, { b: 2 }]\nc: *x')).toEqual({ a: [1, { b: 2 }], c: [1, { b: 2 }] })
    expect(readBack('a: &x 1\nb: &x 2\nc: *x')).toEqual({ a: 1, b: 2, c: 2 })
  })

  test('refuses aliases that stand for more than a file may hold, once and soon', () => {
    const rows = Array.from({ length: 30 }, (_, i) => `k${i + 1}: &k${i + 1} [*k${i}, *k${i}]`)
    const document = parse(['k0: &k0 [x, x]', ...rows].join('\n'))
    expect(document.problems.map(({ code }) => code)).toEqual(['YAML_ALIAS'])
    expect(document.broken).toBe(true)
  })

  test('takes thousands of aliases to small values', () => {
    const rows = Array.from({ length: 4000 }, (_, i) => `k${i}: *x`)
    expect(codes(['x: &x 1', ...rows].join('\n'))).toEqual([])
  })

  test('refuses nesting that would overflow the stack', () => {
    expect(codes('['.repeat(100_000))).toEqual(['YAML_DEPTH'])
    expect(codes(`${'['.repeat(80)}${']'.repeat(80)}`)).toEqual(['YAML_DEPTH'])
  })
})

describe('parseDocument, on text that is not what it seems', () => {
  test('names one problem a line where the text is not YAML', () => {
    const { problems, broken } = parse('a: [1\nb: }\nc: "x')
    const lines = problems.map(({ line }) => line)
    expect(lines).toEqual([...new Set(lines)])
    expect(broken).toBe(true)
  })

  test('calls an empty text empty at its first line', () => {
    for (const text of ['', '\n\n', '# a comment\n', '---\n', '\t\n'])
      expect(parse(text).problems).toMatchObject([{ code: 'FILE_EMPTY', line: 1, column: 1 }])
  })

  test('keeps whole numbers to 2^53 and refuses those above', () => {
    expect(codes('a: 9007199254740991\nb: -9007199254740991')).toEqual([])
    expect(codes('a: 9007199254740992\nb: 1e16\nc: "9007199254740993"')).toEqual([
      'INTEGER_UNSAFE',
      'INTEGER_UNSAFE',
    ])
  })

  test('lets a zero stand alone or before a point, not before digits', () => {
    expect(codes('a: 0\nb: 0.5\nc: -0.5\nd: 00\ne: -01')).toEqual([
      'NUMBER_AMBIGUOUS',
      'NUMBER_AMBIGUOUS',
    ])
  })

  test('holds a .json file to JSON, with the place of the fault', () => {
    const comment = parse('{\n  // no\n  "a": 1\n}', 'a.json')
    expect(comment.problems).toMatchObject([{ code: 'JSON_SYNTAX', line: 2, column: 3 }])
    expect(parse('{ "a": 1,', 'a.json').problems).toMatchObject([{ code: 'JSON_SYNTAX', line: 1 }])
    expect(codes('a: 1', 'a.json')).toEqual(['JSON_SYNTAX'])
    expect(codes('{\n\t"a": [\n\t\t1\n\t]\n}\n', 'a.json')).toEqual([])
    expect(codes('{"a": 1, "a": 2}', 'a.json')).toEqual(['KEY_DUPLICATE'])
  })
})
