import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeVault } from '../../../daemon/chains/decode/erc4626.ts'
import { address, malformed, uint } from './events.ts'
import { lessATopic, logOf, withData } from './log-of.ts'

const DEPOSIT =
  'event Deposit(address indexed sender, address indexed owner, uint256 assets, uint256 shares)'
const WITHDRAW =
  'event Withdraw(address indexed sender, address indexed receiver, address indexed owner, uint256 assets, uint256 shares)'
const one = `0x${'1'.repeat(40)}`

describe('decodeVault', () => {
  test('reads what went in, and what went out below 0', () => {
    fc.assert(
      fc.property(address, uint(256), uint(256), (who, assets, shares) => {
        const args = { sender: who, owner: who, receiver: who, assets, shares }
        expect(decodeVault(logOf(DEPOSIT, args))).toEqual({ assets, shares })
        expect(decodeVault(logOf(WITHDRAW, args))).toEqual({ assets: -assets, shares: -shares })
      }),
    )
  })

  test('is nothing for the logs of others', () => {
    expect(decodeVault({ topics: [], data: '0x' })).toEqual({ assets: 0n, shares: 0n })
  })

  test('is null for malformed topics and data', () => {
    const args = { sender: one, owner: one, receiver: one, assets: 1n, shares: 2n }
    for (const log of [logOf(DEPOSIT, args), logOf(WITHDRAW, args)]) {
      expect(decodeVault(lessATopic(log))).toBeNull()
      fc.assert(
        fc.property(malformed(2), (data) => {
          expect(decodeVault(withData(log, data as '0x'))).toBeNull()
        }),
      )
    }
  })
})
