import type { Catalogue } from '../../daemon/config/types.ts'

const order = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive']
const sameness = ['equal', 'notEqual']

/** A small catalogue, so that these tests do not hang on what other stages offer. */
export const catalogue: Catalogue = {
  operators: {
    'track-pools': { inputs: ['head', 'change'], many: false, output: 'pool-state', options: [] },
    'find-cycles': {
      inputs: ['pool-state'],
      many: false,
      output: 'opportunity',
      options: ['max_hops', 'base'],
    },
    merge: { inputs: ['opportunity'], many: true, output: 'opportunity', options: [] },
  },
  facts: {
    'gas.share_ppm': { type: 'integer', unit: 'ppm', description: 'Gas as a share of profit.' },
    'gas.base_fee_gwei': { type: 'number', unit: 'gwei', description: 'Base fee.' },
    'trade.depth_share_ppm': { type: 'integer', unit: 'ppm', description: 'Share of depth.' },
    'trade.hops': { type: 'integer', description: 'Pools in the path.', range: [2, 4] },
    'trade.strategy': {
      type: 'string',
      description: 'Strategy.',
      values: ['cross-dex-arbitrage'],
    },
    'recent.success_ppm': {
      type: 'integer',
      unit: 'ppm',
      description: 'Recent successes.',
      range: [0, 1_000_000],
    },
    'node.healthy': { type: 'boolean', description: 'Whether the node follows the chain.' },
  },
  ruleOperators: {
    number: [...sameness, ...order],
    integer: [...sameness, ...order, 'in', 'notIn'],
    boolean: sameness,
    string: [...sameness, 'in', 'notIn'],
  },
  venues: { pools: ['uniswap-v2', 'uniswap-v3'], execution: ['node'] },
}
