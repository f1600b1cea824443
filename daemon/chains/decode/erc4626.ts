import { keccakText } from '../../kernel/keccak.ts'
import type { LogChange } from '../types.ts'
import { hasWords, UINT_MAX, uintOfWord } from './words.ts'

/** Topics 0 of what goes into and out of an ERC-4626 vault. */
export const vaultTopics = {
  deposit: keccakText('Deposit(address,address,uint256,uint256)'),
  withdraw: keccakText('Withdraw(address,address,address,uint256,uint256)'),
} as const

/** What a vault took (above 0) or gave (below 0), in smallest units; zeros for other logs. */
export type VaultLog = { readonly assets: bigint; readonly shares: bigint }

/** Assets and shares in a `Deposit` or `Withdraw` log; null when malformed. */
export function decodeVault({ topics, data }: Pick<LogChange, 'topics' | 'data'>): VaultLog | null {
  const topic = topics[0]
  if (topic !== vaultTopics.deposit && topic !== vaultTopics.withdraw)
    return { assets: 0n, shares: 0n }
  const into = topic === vaultTopics.deposit
  if (topics.length !== (into ? 3 : 4) || !hasWords(data, 2)) return null
  const assets = uintOfWord(data, 0, UINT_MAX[256])
  const shares = uintOfWord(data, 1, UINT_MAX[256])
  if (assets === null || shares === null) return null
  return into ? { assets, shares } : { assets: -assets, shares: -shares }
}
