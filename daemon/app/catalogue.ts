import type { Catalogue } from '../config/types.ts'
import { facts } from '../policy/facts.ts'
import { operators } from '../strategies/operators/catalogue.ts'

const NUMBERS = [
  'equal',
  'notEqual',
  'lessThan',
  'lessThanInclusive',
  'greaterThan',
  'greaterThanInclusive',
]

/** Every name that the files may use, gathered from the stages that own them. */
export const catalogue: Catalogue = {
  operators,
  facts,
  ruleOperators: {
    number: NUMBERS,
    integer: [...NUMBERS, 'in', 'notIn'],
    boolean: ['equal', 'notEqual'],
    string: ['equal', 'notEqual', 'in', 'notIn'],
  },
  venues: { pools: ['uniswap-v2', 'uniswap-v3'], execution: ['node'] },
}
