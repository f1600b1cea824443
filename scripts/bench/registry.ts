import { blockBench } from './block.ts'
import { decodeSwapV3Bench } from './decode-swap-v3.ts'
import { decodeSyncBench } from './decode-sync.ts'
import { encodeSignBench } from './encode-sign.ts'
import type { Bench } from './harness.ts'
import { quoteV2ExactBench } from './quote-v2-exact.ts'
import { quoteV2FloatBench } from './quote-v2-float.ts'
import { quoteV3Bench } from './quote-v3-5-ticks.ts'

/** Makes a benchmark; only the ones that are run are made. */
export type MakeBench = () => Bench | Promise<Bench>

/** Every benchmark by its name, in the order in which they run. */
export const registry: Readonly<Record<string, MakeBench>> = {
  'decode-sync': decodeSyncBench,
  'decode-swap-v3': decodeSwapV3Bench,
  'quote-v2-float': quoteV2FloatBench,
  'quote-v2-exact': quoteV2ExactBench,
  'quote-v3-5-ticks': quoteV3Bench,
  'block-200-of-1k-3-hops': () => blockBench('block-200-of-1k-3-hops', 1_000, 3),
  'block-200-of-10k-3-hops': () => blockBench('block-200-of-10k-3-hops', 10_000, 3),
  'block-200-of-10k-4-hops': () => blockBench('block-200-of-10k-4-hops', 10_000, 4),
  'block-200-of-100k-3-hops': () => blockBench('block-200-of-100k-3-hops', 100_000, 3),
  'encode-sign': encodeSignBench,
}
