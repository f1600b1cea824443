import fc from 'fast-check'
import { encodeAbiParameters, encodeEventTopics, parseAbi } from 'viem'
import type { Hex } from '../../../daemon/kernel/units.ts'

/** The events that are decoded, as their contracts declare them. */
export const abi = parseAbi([
  'event Sync(uint112 reserve0, uint112 reserve1)',
  'event PairCreated(address indexed token0, address indexed token1, address pair, uint256 count)',
  'event Initialize(uint160 sqrtPriceX96, int24 tick)',
  'event Swap(address indexed sender, address indexed recipient, int256 amount0, int256 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick)',
  'event Mint(address sender, address indexed owner, int24 indexed tickLower, int24 indexed tickUpper, uint128 amount, uint256 amount0, uint256 amount1)',
  'event Burn(address indexed owner, int24 indexed tickLower, int24 indexed tickUpper, uint128 amount, uint256 amount0, uint256 amount1)',
  'event PoolCreated(address indexed token0, address indexed token1, uint24 indexed fee, int24 tickSpacing, address pool)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
])

/** What viem takes as a log. */
export type EncodedLog = { readonly topics: readonly [Hex, ...Hex[]]; readonly data: Hex }

/** A log of the event `name` with `args`, encoded by viem. */
export function encoded(name: string, args: Readonly<Record<string, unknown>>): EncodedLog {
  const event = abi.find((item) => item.name === name)
  if (event === undefined) throw new Error(`no event ${name}`)
  const inputs = event.inputs as readonly { readonly name: string; readonly indexed?: boolean }[]
  const plain = inputs.filter((input) => input.indexed !== true)
  return {
    topics: encodeEventTopics({ abi: [event], eventName: name, args } as never) as [Hex, ...Hex[]],
    data: encodeAbiParameters(plain as never, plain.map((input) => args[input.name]) as never),
  }
}

/** Unsigned numbers of up to `bits` bits, with both ends drawn often. */
export const uint = (bits: number): fc.Arbitrary<bigint> => {
  const max = (1n << BigInt(bits)) - 1n
  return fc.oneof(fc.constantFrom(0n, 1n, max), fc.bigInt({ min: 0n, max }))
}

/** Numbers of type int24, with both ends drawn often. */
export const int24 = fc.oneof(
  fc.constantFrom(-8_388_608, -887_272, -1, 0, 1, 887_272, 8_388_607),
  fc.integer({ min: -8_388_608, max: 8_388_607 }),
)

/** Numbers of type int256. */
export const int256 = fc.bigInt({ min: -(1n << 255n), max: (1n << 255n) - 1n })

/** Addresses, lower-case. */
export const address = uint(160).map((n): Hex => `0x${n.toString(16).padStart(40, '0')}`)

/** Data that is not of the given number of words, or not hex: what a broken node might send. */
export const malformed = (words: number): fc.Arbitrary<string> => {
  const word = uint(256).map((n) => n.toString(16).padStart(64, '0'))
  const good = fc
    .array(word, { minLength: words, maxLength: words })
    .map((all) => `0x${all.join('')}`)
  const spoilt = fc
    .tuple(good, fc.nat(64 * words - 1), fc.constantFrom('g', ' ', '\n', '-', '_', 'x', 'ä', '🜁'))
    .map(([text, at, with_]) => `${text.slice(0, 2 + at)}${with_}${text.slice(3 + at)}`)
  return fc.oneof(
    fc.constantFrom('', '0', '0x', '0x0'),
    fc.tuple(good, fc.nat(64 * words)).map(([text, n]) => text.slice(0, 1 + n)),
    good.map((text) => `${text}00`),
    good.map((text) => text.slice(2)),
    good.map((text) => `1x${text.slice(2)}`),
    spoilt,
  )
}

/** Word `i` of data replaced by another 64 digits. */
export const withWord = (data: Hex, i: number, word: string): Hex =>
  `0x${data.slice(2, 2 + 64 * i)}${word}${data.slice(66 + 64 * i)}`

/** Data with all its digits in upper case. */
export const upper = (data: Hex): Hex => `0x${data.slice(2).toUpperCase()}`
