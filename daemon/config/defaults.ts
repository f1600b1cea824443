/** What holds where a file is silent; the schemas say the same. */
export const defaults = {
  block_ms: 500,
  from_block: 0,
  max_hops: 3,
  mode: 'shadow',
  venues: [],
  signers: [],
  confirmations: 8,
} as const
