import { describe, expect, test } from 'vitest'
import { checkSource } from '../../daemon/config/check/source.ts'
import { catalogue } from './catalogue.ts'
import { edited, minimal, problemsOf, saidOf } from './edit.ts'

const graph = (streams: string, from = 'cycles') =>
  edited(
    minimal,
    ['  cycles: { use: find-cycles, from: pools, base: [WETH] }\n', streams],
    ['from: cycles, min', `from: ${from}, min`],
  )
const CYCLES = '  cycles: { use: find-cycles, from: pools, base: [WETH] }\n'

describe('checkGraph', () => {
  test('takes streams in any order, each read by name', () => {
    expect(saidOf(graph(`  all: { use: merge, from: [cycles] }\n${CYCLES}`, 'all'))).toEqual([])
  })

  test('takes the sources in any order', () => {
    expect(saidOf(edited(minimal, ['[heads, logs]', '[logs, heads]']))).toEqual([])
  })

  test('names every stream of a long cycle once', () => {
    const streams = `${CYCLES}  a: { use: merge, from: [cycles, c] }
  b: { use: merge, from: a }
  c: { use: merge, from: b }\n`
    const problems = problemsOf(graph(streams, 'c'))
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'STREAM_CYCLE /graph/a/from/1',
    ])
    expect(problems[0]?.message).toContain('a -> b -> c -> a')
  })

  test('finds two cycles that share nothing', () => {
    const streams = `${CYCLES}  a: { use: merge, from: [cycles, a] }
  b: { use: merge, from: [a, b] }\n`
    expect(saidOf(graph(streams, 'b'))).toEqual([
      'STREAM_CYCLE /graph/a/from/1',
      'STREAM_CYCLE /graph/b/from/1',
    ])
  })
})

describe('checkGraph, on names', () => {
  test('counts a stream as read where its name was mistyped', () => {
    expect(saidOf(graph(CYCLES, 'cycels'))).toEqual([
      'STREAM_UNKNOWN /strategies/cross-dex-arbitrage/from',
    ])
  })

  test('asks a stream to be read by something other than itself', () => {
    const streams = `${CYCLES}  a: { use: merge, from: a }\n`
    expect(saidOf(graph(streams))).toContain('STREAM_CYCLE /graph/a/from')
  })

  test('does not confuse names with what objects inherit', () => {
    const streams = '  cycles: { use: find-cycles, from: constructor, base: [WETH] }\n'
    expect(saidOf(graph(streams)).toSorted()).toEqual([
      'STREAM_UNKNOWN /graph/cycles/from',
      'STREAM_UNUSED /graph/pools',
    ])
  })
})

describe('checkGraph, against a catalogue', () => {
  test('says which operators there are where the catalogue lacks one of the schema', () => {
    const { merge: _, ...operators } = catalogue.operators
    const text = graph(`${CYCLES}  all: { use: merge, from: cycles }\n`, 'all')
    const { problems } = checkSource({ file: 'a.yaml', text }, { ...catalogue, operators })
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'OPERATOR_UNKNOWN /graph/all/use',
    ])
  })

  test('refuses an option that the catalogue does not give the operator', () => {
    const operators = {
      ...catalogue.operators,
      'find-cycles': {
        inputs: ['pool-state'],
        many: false,
        output: 'opportunity',
        options: ['base'],
      },
    } as const
    const text = edited(minimal, ['from: pools,', 'from: pools, max_hops: 2,'])
    const { problems } = checkSource({ file: 'a.yaml', text }, { ...catalogue, operators })
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'KEY_NOT_ALLOWED /graph/cycles/max_hops',
    ])
  })

  test('wants streams of one type where an operator takes many', () => {
    const operators = {
      ...catalogue.operators,
      merge: {
        inputs: ['pool-state', 'opportunity'],
        many: true,
        output: 'opportunity',
        options: [],
      },
    } as const
    const text = graph(`${CYCLES}  all: { use: merge, from: [cycles, pools] }\n`, 'all')
    const { problems } = checkSource({ file: 'a.yaml', text }, { ...catalogue, operators })
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'STREAM_TYPE /graph/all/from/1',
    ])
  })

  test('says what the venues are where the catalogue lacks one of the schema', () => {
    const venues = { pools: ['uniswap-v2'], execution: [] }
    const text = edited(minimal, ['execution:', 'execution:\n  venues: [node]'])
    const { problems } = checkSource({ file: 'a.yaml', text }, { ...catalogue, venues })
    expect(problems.map(({ code, path }) => `${code} ${path}`).sort()).toEqual([
      'VENUE_UNKNOWN /execution/venues/0',
      'VENUE_UNKNOWN /markets/dexes/0/venue',
    ])
  })
})
