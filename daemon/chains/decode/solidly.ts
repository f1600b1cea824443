import { keccakText } from '../../kernel/keccak.ts'
import { hasWords, UINT_MAX, uintOfWord } from './words.ts'

/** Topic 0 of a Solidly pool's reserves, which are uint256. */
export const SOLIDLY_SYNC_TOPIC = keccakText('Sync(uint256,uint256)')

/** Both reserves in the data of a Solidly `Sync` log, in smallest units; null when malformed. */
export function decodeSolidlySync(data: string): readonly [bigint, bigint] | null {
  if (!hasWords(data, 2)) return null
  const reserve0 = uintOfWord(data, 0, UINT_MAX[256])
  const reserve1 = uintOfWord(data, 1, UINT_MAX[256])
  return reserve0 === null || reserve1 === null ? null : [reserve0, reserve1]
}
