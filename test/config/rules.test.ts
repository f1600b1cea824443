import { describe, expect, test } from 'vitest'
import { saidOf } from './edit.ts'

const set = (condition: object, event: object = { type: 'deny', params: { reason: 'NO' } }) =>
  JSON.stringify({
    apiVersion: 'mevd/v1',
    kind: 'RuleSet',
    name: 'a',
    description: 'One rule.',
    rules: [
      { name: 'r', description: 'It.', priority: 1, conditions: { all: [condition] }, event },
    ],
  })
const said = (condition: object, event?: object) => saidOf(set(condition, event), 'a.json')
const at = '/rules/0/conditions/all/0'

describe('checkRules', () => {
  test('takes each operator that suits the type of the fact', () => {
    expect(said({ fact: 'gas.base_fee_gwei', operator: 'lessThan', value: 1.5 })).toEqual([])
    expect(said({ fact: 'trade.hops', operator: 'in', value: [2, 3] })).toEqual([])
    expect(said({ fact: 'node.healthy', operator: 'notEqual', value: true })).toEqual([])
    expect(
      said({ fact: 'trade.strategy', operator: 'equal', value: 'cross-dex-arbitrage' }),
    ).toEqual([])
  })

  test('refuses order on texts and lists on floats', () => {
    expect(said({ fact: 'trade.strategy', operator: 'lessThan', value: 'a' })).toEqual([
      `FACT_OPERATOR ${at}/operator`,
    ])
    expect(said({ fact: 'gas.base_fee_gwei', operator: 'in', value: [1] })).toEqual([
      `FACT_OPERATOR ${at}/operator`,
    ])
  })

  test('refuses a number written as text, which the engine would compare all the same', () => {
    expect(said({ fact: 'trade.hops', operator: 'equal', value: '3' })).toEqual([
      `FACT_VALUE ${at}/value`,
    ])
  })

  test('refuses groups without members, which the engine would let pass', () => {
    expect(said({ all: [] })).toEqual([`COUNT ${at}/all`])
    expect(said({ any: [] })).toEqual([`COUNT ${at}/any`])
  })

  test('refuses paths and parameters in conditions', () => {
    const plain = { fact: 'trade.hops', operator: 'equal', value: 3 }
    expect(said({ ...plain, path: '$.a' })).toEqual([`KEY_UNKNOWN ${at}/path`])
    expect(said({ ...plain, params: {} })).toEqual([`KEY_UNKNOWN ${at}/params`])
  })

  test('does not take what objects inherit for a fact', () => {
    expect(said({ fact: 'constructor', operator: 'equal', value: 1 })).toEqual([
      `FACT_UNKNOWN ${at}/fact`,
    ])
    expect(said({ fact: '__proto__', operator: 'equal', value: 1 })).toEqual([
      `FACT_UNKNOWN ${at}/fact`,
    ])
  })

  test('never lets a rule make a trade larger', () => {
    const plain = { fact: 'trade.hops', operator: 'equal', value: 3 }
    const shrink = (factor_ppm: number) => ({ type: 'shrink', params: { reason: 'S', factor_ppm } })
    expect(said(plain, shrink(1_000_000))).toEqual([])
    expect(said(plain, shrink(1_000_001))).toEqual(['RANGE /rules/0/event/params/factor_ppm'])
    expect(said(plain, shrink(0))).toEqual(['RANGE /rules/0/event/params/factor_ppm'])
    expect(said(plain, shrink(0.5))).toEqual(['TYPE_WRONG /rules/0/event/params/factor_ppm'])
  })
})
