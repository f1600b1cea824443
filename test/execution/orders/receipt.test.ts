import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outcomeOf } from '../../../daemon/execution/orders/receipt.ts'
import { word } from '../../../daemon/kernel/hex.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import { USDC, WETH } from '../../scoring/examples.ts'
import { block, EXECUTOR, orderOf, receiptOf, SIGNER, STRANGER, transfer } from './examples.ts'

const GAS = 200_000n * 12n * 10n ** 9n
const accounts = [SIGNER, EXECUTOR]
const order = orderOf()
const read = (logs: Parameters<typeof receiptOf>[2] = [], status: Hex = '0x1') =>
  outcomeOf(order, receiptOf(order, block(101), logs, status), accounts)
const gas = { account: SIGNER, asset: 'native', units: -GAS }

describe('outcomeOf', () => {
  test('says where it landed and what it used', () => {
    const where = { block: block(101), success: true, gasUsed: 200_000n }
    expect(read()).toMatchObject({ kind: 'landed', order, ...where })
  })

  test('counts the gas of a transaction that failed', () => {
    expect(read([], '0x0')).toMatchObject({ success: false, deltas: [gas] })
  })

  test('adds up what our accounts paid and got', () => {
    const logs = [
      transfer(WETH, EXECUTOR, STRANGER, 10n),
      transfer(USDC, STRANGER, EXECUTOR, 7n),
      transfer(USDC, EXECUTOR, STRANGER, 7n),
      transfer(WETH, STRANGER, EXECUTOR, 13n),
    ]
    expect(read(logs).deltas).toEqual([gas, { account: EXECUTOR, asset: WETH, units: 3n }])
  })

  test('lets what strangers send each other be', () => {
    expect(read([transfer(WETH, STRANGER, USDC, 5n)]).deltas).toEqual([gas])
  })

  test('nets transfers between our own accounts to zero, whatever they are', () => {
    const account = fc.constantFrom(...accounts)
    const moves = fc.array(fc.tuple(account, account, fc.bigInt({ min: 0n, max: 1n << 200n })))
    fc.assert(
      fc.property(moves, (all) => {
        const { deltas } = read(all.map(([from, to, units]) => transfer(WETH, from, to, units)))
        const tokens = deltas.filter(({ asset }) => asset === WETH)
        expect(tokens.reduce((sum, { units }) => sum + units, 0n)).toBe(0n)
        expect(tokens.every(({ units }) => units !== 0n)).toBe(true)
      }),
    )
  })

  test('knows a token and an account however their letters are cased', () => {
    const log = transfer(WETH, STRANGER, EXECUTOR, 5n)
    const shouting = { ...log, address: `0x${WETH.slice(2).toUpperCase()}` as Hex }
    const deltas = [gas, { account: EXECUTOR, asset: WETH, units: 5n }]
    expect(read([shouting]).deltas).toEqual(deltas)
  })

  test('passes over the transfer of an ERC-721 token', () => {
    const { address, topics } = transfer(WETH, STRANGER, EXECUTOR, 0n)
    const id: Hex = `0x${word(77)}`
    expect(read([{ address, topics: [...topics, id], data: '0x' }]).deltas).toEqual([gas])
  })

  test('passes over events of another name', () => {
    const log = transfer(WETH, STRANGER, EXECUTOR, 5n)
    const other = { ...log, topics: [`0x${word(1)}` as Hex, ...log.topics.slice(1)] }
    expect(read([other]).deltas).toEqual([gas])
  })
})
