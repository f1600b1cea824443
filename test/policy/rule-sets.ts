import type { Rule, RuleConditions, RuleSet } from '../../daemon/config/types.ts'
import { ppm } from '../../daemon/kernel/units.ts'

/** A rule set out of rules. */
export const setOf = (rules: readonly Rule[], name = 'set'): RuleSet => ({
  file: `${name}.json`,
  hash: 'f'.repeat(64),
  name,
  description: 'For a test.',
  rules,
})

const rule = (name: string, priority: number, conditions: RuleConditions): Omit<Rule, 'event'> => ({
  name,
  description: 'For a test.',
  priority,
  conditions,
})

/** The condition that a fact is above a value. */
export const above = (fact: string, value: number, operator = 'greaterThan'): RuleConditions => ({
  all: [{ fact, operator: operator as 'greaterThan', value }],
})

/** A rule that denies. */
export const deny = (name: string, priority: number, conditions: RuleConditions): Rule => ({
  ...rule(name, priority, conditions),
  event: { type: 'deny', params: { reason: name.toUpperCase() } },
})

/** A rule that shrinks to a share in parts per million. */
export const shrink = (name: string, factorPpm: number, conditions: RuleConditions): Rule => ({
  ...rule(name, 1, conditions),
  event: { type: 'shrink', params: { reason: name.toUpperCase(), factor_ppm: ppm(factorPpm) } },
})
