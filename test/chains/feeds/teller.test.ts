import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { WireLog } from '../../../daemon/chains/feeds/blocks.ts'
import { changeOf } from '../../../daemon/chains/feeds/blocks.ts'
import { tellerOf } from '../../../daemon/chains/feeds/teller.ts'
import { watchedOf } from '../../../daemon/chains/feeds/watched.ts'
import type { Connection } from '../../../daemon/chains/rpc/connection.ts'
import { chainSignals } from '../../../daemon/chains/signals.ts'
import type { Change, FeedEvent } from '../../../daemon/chains/types.ts'
import { micros } from '../../../daemon/kernel/units.ts'
import { countingClock, keptLog, keptMeter } from '../../fakes.ts'
import { headAt } from './blocks.ts'

const head = { ...headAt(9), silent: false }

/** A log of the block as the node writes it. */
const wireAt = (index: number): WireLog => ({
  ...{ address: '0xaa', topics: [], data: '0x01', transactionHash: '0xbb' },
  ...{ blockHash: head.id, blockNumber: '0x9', transactionIndex: '0x0' },
  logIndex: `0x${index.toString(16)}`,
})

/** A teller over a node whose block holds these logs; `meanwhile` is done while it reads them. */
function setUp(all: readonly WireLog[], meanwhile: () => void = () => undefined) {
  const events: FeedEvent[] = []
  const { log } = keptLog()
  const { meter, counts } = keptMeter()
  const teller = tellerOf({
    connection: {
      timed: async () => {
        meanwhile()
        return { result: all, received: micros(1) }
      },
    } as unknown as Connection,
    topics: [],
    watched: watchedOf(),
    pushes: true,
    signals: chainSignals({ log, meter, clock: countingClock() }, 'devnet'),
    tell: (event) => events.push(event),
    undo: ({ height, id, parent }) =>
      events.push({
        ...{ kind: 'rollback', to: { height: height - 1, id: parent } },
        lost: [{ height, id }],
      }),
  })
  return { teller, events, counts }
}

/** The logs that stand after all events: an undo takes back what was told before it. */
function standing(events: readonly FeedEvent[]): readonly Change[] {
  let told: readonly Change[] = []
  for (const event of events) {
    if (event.kind === 'rollback') told = []
    if (event.kind === 'changes') told = [...told, ...event.changes]
  }
  return told
}

const indexes = fc
  .uniqueArray(fc.nat(30), { minLength: 1, maxLength: 10 })
  .map((list) => list.toSorted((a, b) => a - b))

describe('tellerOf', () => {
  test('ends with the block as it is, whatever was pushed before its head, during the read and after', async () => {
    const mangled = indexes.chain((list) => {
      const some = fc.array(fc.constantFrom(...list), { maxLength: 12 })
      return fc.tuple(fc.constant(list), some, some, some)
    })
    await fc.assert(
      fc.asyncProperty(mangled, async ([list, before, during, afterwards]) => {
        const push = (each: readonly number[]): void => {
          for (const index of each) teller.hear(changeOf(wireAt(index)), micros(1))
        }
        const { teller, events } = setUp(list.map(wireAt), () => push(during))
        push(before)
        await teller.block(head)
        push(afterwards)
        expect(standing(events)).toEqual(list.map((index) => changeOf(wireAt(index))))
        expect(events.findLast(({ kind }) => kind === 'changes')).toMatchObject({ known: 'proven' })
      }),
    )
  })

  test('takes back what a block does not bear out, and counts it', async () => {
    const { teller, events, counts } = setUp([wireAt(2)])
    teller.hear(changeOf(wireAt(1)), micros(1))
    await teller.block(head)
    expect(standing(events)).toEqual([changeOf(wireAt(2))])
    expect([...counts.keys()].some((name) => name.includes('log_faults'))).toBe(true)
  })

  test('takes the block back where its logs cannot be read', async () => {
    const { teller, events } = setUp([], () => {
      throw new Error('gone')
    })
    teller.hear(changeOf(wireAt(1)), micros(1))
    await expect(teller.block(head)).rejects.toThrow('gone')
    expect(events.at(-1)).toMatchObject({ kind: 'rollback', lost: [{ id: head.id }] })
  })
})
