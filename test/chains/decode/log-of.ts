import { type AbiEvent, encodeAbiParameters, encodeEventTopics, parseAbiItem } from 'viem'
import type { Change } from '../../../daemon/chains/types.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'

/** Where the logs of the tests come from if not said. */
export const SOURCE: Hex = `0x${'5'.repeat(40)}`

/** A log of the event that `declaration` declares, with `args` by name, encoded by viem. */
export function logOf(
  declaration: string,
  args: Readonly<Record<string, unknown>>,
  address: Hex = SOURCE,
): Change {
  const event = parseAbiItem(declaration) as AbiEvent
  const plain = event.inputs.filter((input) => !('indexed' in input && input.indexed))
  const values = plain.map((input) => args[input.name ?? ''])
  return {
    kind: 'log',
    address,
    topics: encodeEventTopics({ abi: [event], eventName: event.name, args } as never) as Hex[],
    data: encodeAbiParameters(plain, values),
    block: { height: 1, id: `0x${'1'.repeat(64)}` },
    transactionHash: `0x${'2'.repeat(64)}`,
    transactionIndex: 0,
    logIndex: 0,
  }
}

/** The log with other data. */
export const withData = (log: Change, data: Hex): Change => ({ ...log, data })

/** The log with fewer topics. */
export const lessATopic = (log: Change): Change => ({ ...log, topics: log.topics.slice(0, -1) })
