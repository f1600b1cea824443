import { keccakText } from '../../kernel/keccak.ts'
import { hasWords, uintOfWord } from './words.ts'

/** Topic 0 of a Camelot pair's change of fees. */
export const FEE_PERCENT_TOPIC = keccakText('FeePercentUpdated(uint16,uint16)')

/** Camelot's fees are of 100,000; ours of 1,000,000. */
const TO_PPM = 10
const MOST = 99_999n

/** Fees for 0→1 and 1→0, in ppm, in the data of a `FeePercentUpdated` log; null when malformed. */
export function decodeFeePercent(data: string): readonly [number, number] | null {
  if (!hasWords(data, 2)) return null
  const fee0 = uintOfWord(data, 0, MOST)
  const fee1 = uintOfWord(data, 1, MOST)
  return fee0 === null || fee1 === null ? null : [Number(fee0) * TO_PPM, Number(fee1) * TO_PPM]
}
