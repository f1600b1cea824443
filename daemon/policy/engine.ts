import { Engine, type EngineResult } from 'json-rules-engine'
import type { RuleSet } from '../config/types.ts'
import { messageOf } from '../kernel/errors.ts'

/** What the rules said of one set of facts. */
export type Ruling =
  | {
      readonly kind: 'ruled'
      /** Reasons of the rules that deny; none means that they allow. */
      readonly denied: readonly string[]
      /** Least of the factors of the rules that shrink, in parts per million; the whole if none. */
      readonly factorPpm: number
      readonly fired: readonly string[]
    }
  | { readonly kind: 'failed'; readonly why: string }

/** Asks the rules; runs never overlap, and a ruling that cannot be trusted says `failed`. */
export type Rules = {
  readonly revision: string
  readonly ask: (facts: Readonly<Record<string, unknown>>) => Promise<Ruling>
}

type Event = {
  readonly type: 'deny' | 'shrink'
  readonly params: { readonly reason: string; readonly factor_ppm?: number }
}

/**
 * Rules over json-rules-engine, with what it takes to trust it.
 *
 * Overlapping runs of one engine skip rules without a word, so asks queue; a run that rejects or
 * misses the deadline leaves remains that do the same, so its engine is thrown away. After each run
 * every rule must have answered. A number that is none would make each comparison false: it fails too.
 */
export function rulesOf(sets: readonly RuleSet[], deadlineMs: number, revision: string): Rules {
  const events = new Map<string, Event>()
  for (const set of sets)
    for (const rule of set.rules) events.set(`${set.name}/${rule.name}`, rule.event as Event)

  const build = (): Engine => {
    const engine = new Engine([], { allowUndefinedFacts: false })
    for (const set of sets)
      for (const { name, priority, conditions } of set.rules)
        engine.addRule({
          conditions: structuredClone(conditions) as never,
          event: { type: `${set.name}/${name}` },
          priority: priority ?? 1,
        })
    return engine
  }
  let engine = build()
  let last: Promise<unknown> = Promise.resolve()

  const run = async (facts: Readonly<Record<string, unknown>>): Promise<Ruling> => {
    try {
      const unknown = Object.keys(facts).find((name) => Number.isNaN(facts[name]))
      if (unknown !== undefined) throw new RangeError(`${unknown} is not a number`)
      const result = await within(engine.run({ ...facts }), deadlineMs)
      const answered = result.results.length + result.failureResults.length
      if (answered !== events.size)
        throw new RangeError(`${answered} of ${events.size} rules answered`)
      return rulingOf(result, events)
    } catch (error) {
      engine = build()
      return { kind: 'failed', why: messageOf(error) }
    }
  }
  return {
    revision,
    ask(facts) {
      const turn = last.then(() => run(facts))
      last = turn
      return turn
    },
  }
}

function rulingOf(result: EngineResult, events: ReadonlyMap<string, Event>): Ruling {
  const fired = result.events.map((event) => event.type).sort()
  const denied: string[] = []
  let factorPpm = 1_000_000
  for (const name of fired) {
    const event = events.get(name)
    if (event?.type === 'deny') denied.push(event.params.reason)
    if (event?.type === 'shrink') factorPpm = Math.min(factorPpm, event.params.factor_ppm ?? 0)
  }
  return { kind: 'ruled', denied, factorPpm, fired }
}

function within<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new RangeError(`no answer within ${deadlineMs} ms`)),
      deadlineMs,
    )
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
