import type { Head } from '../chains/types.ts'
import type { Conditions } from './types.ts'

const MAX_CHANGE = 8n
const ELASTICITY = 2n

/**
 * Base fee of the block after `head`, in wei.
 *
 * EIP-1559 with the parameters of Ethereum's mainnet: an eighth at most, up or down, by how far the
 * gas used is from half of the limit.
 */
export function nextBaseFee(head: Pick<Head, 'baseFee' | 'gasUsed' | 'gasLimit'>): bigint {
  const { baseFee, gasUsed } = head
  const target = head.gasLimit / ELASTICITY
  if (baseFee === null) return 0n
  if (target === 0n || gasUsed === target) return baseFee
  if (gasUsed < target) return baseFee - (baseFee * (target - gasUsed)) / target / MAX_CHANGE
  const rise = (baseFee * (gasUsed - target)) / target / MAX_CHANGE
  return baseFee + (rise > 0n ? rise : 1n)
}

/** What is true of a network right after `head`. */
export const conditionsAt = (network: string, head: Head): Conditions => ({
  network,
  block: { height: head.height, id: head.id },
  nextBaseFee: nextBaseFee(head),
})
