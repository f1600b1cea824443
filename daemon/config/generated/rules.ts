// Generated from schemas/rules.schema.json; run `npm run generate`.

/** A comparison of one fact, or a group of conditions. */
export type Condition = Comparison | ConditionGroup

/** A set of rules that may deny a trade or make it smaller, never larger. */
export type RuleSetFile = {
  /** Where editors find this schema. */
  $schema?: string
  /** Version of this file format. */
  apiVersion: 'mevd/v1'
  /** What the file holds. */
  kind: 'RuleSet'
  /** Name that pipelines call the set by; the file is NAME.json. */
  name: string
  /** What the set is for, in a sentence. */
  description: string
  /** The rules; every one of them is tried on every trade. */
  rules: RuleEntry[]
}
/** One rule: conditions over facts, and what follows when they hold. */
export type RuleEntry = {
  /** Name of the rule in decisions and reports; unique in the set. */
  name: string
  /** What the rule does and why, in a sentence. */
  description: string
  /** Order of evaluation: higher first. */
  priority: number
  conditions: ConditionGroup
  /** What follows when the conditions hold. */
  event: DenyEvent | ShrinkEvent
}
/** Exactly one of `all`, `any` and `not`. */
export type ConditionGroup = {
  /** Holds when every one of these holds. */
  all?: Condition[]
  /** Holds when at least one of these holds. */
  any?: Condition[]
  not?: Condition
}
/** Compares one fact with a value. */
export type Comparison = {
  /** Name of the fact; `mevd rules facts` lists them. */
  fact: string
  /** How the fact is compared; order only for numbers, `in` and `notIn` with a list. */
  operator:
    | 'equal'
    | 'notEqual'
    | 'lessThan'
    | 'lessThanInclusive'
    | 'greaterThan'
    | 'greaterThanInclusive'
    | 'in'
    | 'notIn'
  /** What the fact is compared with: of the fact's type and unit. */
  value: number | string | boolean | (number | string)[]
}
/** The trade is not made. */
export type DenyEvent = {
  /** `deny`: the trade is not made. */
  type: 'deny'
  params: DenyParams
}
/** Why the trade is not made. */
export type DenyParams = {
  /** Reason that decisions and metrics carry. */
  reason: string
}
/** The trade is made smaller, then priced and decided again. */
export type ShrinkEvent = {
  /** `shrink`: the trade is made smaller, then priced and decided again. */
  type: 'shrink'
  params: ShrinkParams
}
/** Why and by how much the trade is made smaller. */
export type ShrinkParams = {
  /** Reason that decisions and metrics carry. */
  reason: string
  /** Share of its size that the trade keeps, in parts per million. */
  factor_ppm: number
}
