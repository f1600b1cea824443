import { pick, type Random } from '../../../../daemon/app/devnet/random.ts'
import type { Hex } from '../../../../daemon/kernel/units.ts'
import { anySize, times, whole } from '../draw.ts'

/** What makes a pool: a call of its factory. */
export type Making = { readonly signature: string; readonly args: readonly unknown[] }

/** What a pool may be made of. */
export type Stock = {
  /** In rising order, as factories want them, and their decimals. */
  readonly tokens: readonly Hex[]
  readonly decimals: readonly number[]
  /** Each says another rate. */
  readonly providers: readonly Hex[]
  readonly owner: Hex
}

/** A generation of Balancer's pools. */
export type Kind = {
  readonly name: string
  readonly path: string
  /** What its factory's constructor takes. */
  readonly takes: 'vault' | 'vault and fees' | 'vault, fees and versions'
  readonly making: (next: Random, stock: Stock) => Making
  /** What a record must say of its arithmetic. */
  readonly says: Readonly<Record<string, unknown>>
  readonly family: 'weighted' | 'stable'
  /**
   * Percent of a balance that a trade may be; anything if not said.
   *
   * A phantom pool measures its invariant again after each trade, for the protocol's share, and
   * reverts where that fails, as it does once a side is all but empty.
   */
  readonly most?: bigint
}

const ONE = 10n ** 18n
const NO_ONE: Hex = `0x${'00'.repeat(20)}`
const OLD = 'deprecated/'

/** Generations of weighted pools. */
export const weightedKinds: readonly Kind[] = [
  {
    name: 'WeightedPool of 2021',
    path: `${OLD}20210418-weighted-pool/artifact/WeightedPoolFactory`,
    takes: 'vault',
    family: 'weighted',
    says: { pow_version: 'v1' },
    making: (next, { tokens, owner }) => ({
      signature: 'create(string, string, address[], uint256[], uint256, address)',
      args: ['W', 'W', tokens, weights(next, tokens.length), fee(next), owner],
    }),
  },
  ...(
    [
      ['2022', '20220908-weighted-pool-v2', 'vault and fees'],
      ['2023', '20230206-weighted-pool-v3', 'vault, fees and versions'],
    ] as const
  ).map(
    ([year, task, takes]): Kind => ({
      name: `WeightedPool of ${year}`,
      path: `${task}/artifact/WeightedPoolFactory`,
      takes,
      family: 'weighted',
      says: { pow_version: 'v2' },
      making: (next, { tokens, owner }) => ({
        signature: 'create(string, string, address[], uint256[], address[], uint256, address)',
        args: [
          ...['W', 'W', tokens, weights(next, tokens.length)],
          ...[tokens.map(() => NO_ONE), fee(next), owner],
        ],
      }),
    }),
  ),
]

const plainStable = (next: Random, { tokens, owner }: Stock): Making => ({
  signature: 'create(string, string, address[], uint256, uint256, address)',
  args: ['S', 'S', tokens, amplification(next), fee(next), owner],
})

const durations = (tokens: readonly Hex[]) => tokens.map(() => 1_000_000n)

/** Generations of stable pools. */
export const stableKinds: readonly Kind[] = [
  {
    name: 'StablePool of 2021',
    path: `${OLD}20210624-stable-pool/artifact/StablePoolFactory`,
    takes: 'vault',
    family: 'stable',
    says: { invariant_version: 2 },
    making: plainStable,
  },
  {
    name: 'MetaStablePool',
    path: `${OLD}20210727-meta-stable-pool/artifact/MetaStablePoolFactory`,
    takes: 'vault',
    family: 'stable',
    says: { invariant_version: 2 },
    making: (next, stock) => {
      const [tokens, providers] = [stock.tokens.slice(0, 2), stock.providers.slice(0, 2)]
      return {
        signature:
          'create(string, string, address[], uint256, address[], uint256[], uint256, bool, address)',
        args: [
          ...['M', 'M', tokens, amplification(next), providers, durations(tokens)],
          ...[fee(next), false, stock.owner],
        ],
      }
    },
  },
  {
    name: 'StablePhantomPool',
    path: `${OLD}20211208-stable-phantom-pool/artifact/StablePhantomPoolFactory`,
    takes: 'vault',
    family: 'stable',
    says: { invariant_version: 2 },
    making: (next, stock) => {
      const [tokens, providers] = [stock.tokens.slice(0, 4), stock.providers.slice(0, 4)]
      return {
        signature:
          'create(string, string, address[], uint256, address[], uint256[], uint256, address)',
        args: [
          ...['P', 'P', tokens, amplification(next), providers, durations(tokens)],
          ...[fee(next), stock.owner],
        ],
      }
    },
  },
  {
    name: 'StablePool of 2022',
    path: '20220609-stable-pool-v2/artifact/StablePoolFactory',
    takes: 'vault',
    family: 'stable',
    says: { invariant_version: 1 },
    making: plainStable,
  },
  ...(
    [
      ['September 2022', `${OLD}20220906-composable-stable-pool`, 'vault and fees'],
      ['2023', '20230206-composable-stable-pool-v3', 'vault, fees and versions'],
    ] as const
  ).map(
    ([year, task, takes]): Kind => ({
      name: `ComposableStablePool of ${year}`,
      path: `${task}/artifact/ComposableStablePoolFactory`,
      takes,
      family: 'stable',
      says: { invariant_version: 1 },
      making: (next, { tokens, providers, owner }) => ({
        signature:
          'create(string, string, address[], uint256, address[], uint256[], bool[], uint256, address)',
        args: [
          ...['C', 'C', tokens, amplification(next), providers, durations(tokens)],
          ...[tokens.map(() => false), fee(next), owner],
        ],
      }),
    }),
  ),
]

/** A part of the stock, of two tokens at least. */
export function someOf(next: Random, { tokens, decimals, providers, owner }: Stock): Stock {
  const count = whole(next, 2, tokens.length)
  const cut = <T>(list: readonly T[]) => list.slice(0, count)
  return { tokens: cut(tokens), decimals: cut(decimals), providers: cut(providers), owner }
}

/** What a pool is filled with: anything where it is weighted, else not too far from balance. */
export function filling(
  next: Random,
  family: Kind['family'],
  decimals: readonly number[],
): readonly bigint[] {
  if (family === 'weighted') return decimals.map(() => anySize(next, 100, 60))
  const base = anySize(next, 90, 64)
  const spread = pick(next, [1, 10, 1_000, 100_000])
  return decimals.map((count) => {
    const amount = (base * BigInt(whole(next, 1_000, 1_000 * spread))) / 1_000n
    return amount / 10n ** BigInt(18 - count) + 1n
  })
}

/** From a millionth to a tenth. */
const fee = (next: Random): bigint =>
  pick(next, [10n ** 12n, 10n ** 17n, 3n * 10n ** 15n, 10n ** 12n + anySize(next, 56)])

const amplification = (next: Random): bigint =>
  pick(next, [1n, 5_000n, BigInt(whole(next, 2, 300))])

/** Weights of at least a hundredth that make one: equal ones, round ones and any. */
function weights(next: Random, count: number): readonly bigint[] {
  const shares = pick(next, [
    () => times(count, () => 1),
    () => times(count, (at) => (at === 0 ? 4 : 1)),
    () => times(count, (at) => (at === 0 ? 1 : 2)),
    () => times(count, () => whole(next, 100, 1_000)),
  ])()
  const sum = BigInt(shares.reduce((a, b) => a + b, 0))
  const parts = shares.map((share) => (BigInt(share) * ONE) / sum)
  const rest = ONE - parts.reduce((a, b) => a + b, 0n)
  return parts.map((part, at) => (at === 0 ? part + rest : part))
}
