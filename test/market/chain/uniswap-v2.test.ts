import { expect, test } from 'vitest'
import { pick, type Random } from '../../../daemon/app/devnet/random.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import { venues } from '../../../daemon/market/venues/catalogue.ts'
import { MAX_RESERVE } from '../../../daemon/market/venues/uniswap-v2.ts'
import { describeWithAnvil } from '../../anvil.ts'
import { anySize, drawing, times } from './draw.ts'
import { recordV2 } from './records.ts'
import { type Call, callOf, type Stage, tokenPair, useStage } from './stage.ts'
import { type Subject, taking } from './subject.ts'
import { forks } from './v2-forks.ts'

/** What the Prober tries with a pair, and whether the pair must take it. */
type Trial = { readonly label: string; readonly takes: boolean; readonly call: Call }

/** A pair in one of its states. */
type Scene = {
  readonly stage: Stage
  readonly pair: Hex
  readonly next: Random
  readonly subject: Subject
  readonly reserves: readonly bigint[]
}

const STATES = 10
const CASES = 20
const SWAP = 'function swapV2(address, bool, uint256, uint256)'

const take = taking(venues['uniswap-v2'])

describeWithAnvil('a constant-product pair', () => {
  const open = useStage(async (stage) => {
    const tokens = await tokenPair(stage)
    const pairs: Hex[] = []
    for (const { factory } of forks) {
      const at = await stage.create(factory())
      await stage.tell(at, 'function createPair(address, address)', tokens)
      const get = 'function getPair(address, address) returns (address)'
      pairs.push((await stage.ask(at, get, tokens)) as Hex)
    }
    return { tokens, pairs }
  })

  const kinds = forks.map(({ name, feePpm }, at) => ({ name, feePpm, at }))

  test.each(kinds)(
    'of $name takes what is quoted, pays not one unit more, and refuses what is refused',
    async ({ feePpm, at }) => {
      const { stage, built } = open()
      const pair = built.pairs[at] as Hex
      const seen = new Set<string>()
      for (let seed = 1; seed <= STATES; seed += 1) {
        await stage.undoing(async () => {
          const next = drawing(seed)
          await stage.all(fill(pair, built.tokens, next))
          const record = await recordV2(stage, pair, feePpm)
          const reserves = (record['reserves'] as readonly string[]).map(BigInt)
          const scene = { stage, pair, next, reserves, subject: take(record) }
          const trials = times(CASES, () => [...trialsIn(scene), ...trialsOut(scene)]).flat()
          const answers = await stage.each(trials.map(({ call }) => call))
          const found = trials.map(({ label }, i) => `${label}: ${answers[i]?.ok}`)
          expect(found).toEqual(trials.map(({ label, takes }) => `${label}: ${takes}`))
          for (const { takes } of trials) seen.add(String(takes))
        })
      }
      expect(seen.size).toBe(2)
    },
  )

  test.each(kinds)('of $name is followed through its logs', async ({ feePpm, at }) => {
    const { stage, built } = open()
    const pair = built.pairs[at] as Hex
    await stage.undoing(async () => {
      const next = drawing(at)
      await stage.all(fill(pair, built.tokens, next))
      const before = take(await recordV2(stage, pair, feePpm))
      const calls = times(40, () => {
        const sizes = [anySize(next, 90), anySize(next, 60)]
        return callOf(stage.prober, SWAP, [pair, next() < 0.5, ...sizes])
      })
      const { logs } = await stage.some(calls)
      expect(logs.length).toBeGreaterThan(20)
      const { state } = take(await recordV2(stage, pair, feePpm))
      expect(before.after(logs).state).toEqual(state)
    })
  })
})

/** Calls that give a pair reserves of any size. */
function fill(pair: Hex, tokens: readonly Hex[], next: Random): readonly Call[] {
  const least = pick(next, [1, 20, 60, 110])
  const mint = 'function mint(address, uint256)'
  return [
    ...tokens.map((token) => callOf(token, mint, [pair, anySize(next, 112, least)])),
    callOf(pair, 'function sync()'),
  ]
}

/** The quoted output is paid and one unit more is not; of what is refused not one unit is paid. */
function trialsIn(scene: Scene): readonly Trial[] {
  const i = pick(scene.next, [0, 1])
  const amount = anySize(scene.next, 113) - 1n
  const quote = scene.subject.quoteIn(i, 1 - i, amount)
  if (quote.kind === 'refused') return [trial(scene, i, amount, 1n, quote.why)]
  const { amountOut } = quote
  return [trial(scene, i, amount, amountOut), trial(scene, i, amount, amountOut + 1n, 'one more')]
}

/**
 * The quoted input is enough and two units less are not; what is refused has no price.
 *
 * One unit less may be enough: the library adds one to the quotient, also where it is even.
 */
function trialsOut(scene: Scene): readonly Trial[] {
  const i = pick(scene.next, [0, 1])
  const amount = anySize(scene.next, 113) - 1n
  const quote = scene.subject.quoteOut(i, 1 - i, amount)
  const most = MAX_RESERVE - (scene.reserves[i] as bigint)
  if (quote.kind === 'refused') return [trial(scene, i, most, amount, quote.why)]
  const { amountIn } = quote
  const enough = trial(scene, i, amountIn, amount)
  return amountIn < 2n ? [enough] : [enough, trial(scene, i, amountIn - 2n, amount, 'two less')]
}

/** A trade that the pair takes, or must refuse and why. */
function trial(scene: Scene, i: number, amountIn: bigint, amountOut: bigint, why = ''): Trial {
  const { stage, pair, reserves } = scene
  return {
    label: `${why} ${amountIn} of ${i} for ${amountOut} out of ${reserves.join()}`,
    takes: why === '',
    call: callOf(stage.prober, SWAP, [pair, i === 0, amountIn, amountOut]),
  }
}
