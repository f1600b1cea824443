import type { Rpc } from '../../chains/types.ts'
import type { Hex } from '../../kernel/units.ts'

/** Nonces of our signers: each is claimed once, and given back only where nothing was sent with it. */
export type Nonces = {
  /** The next nonce of a signer; null while it is unknown. */
  readonly claim: (signer: Hex) => number | null
  /** Gives back the newest claim of a signer, which was never sent; an older one stays a gap. */
  readonly release: (signer: Hex, nonce: number) => void
  /** Whether every signer's nonce is known. */
  readonly known: () => boolean
  /** Asks the chain where each signer stands, counting what waits in the pool; until then, unknown. */
  readonly refresh: (rpc: Rpc) => Promise<void>
}

/** Nonces of these signers, unknown until the first refresh. */
export function noncesOf(signers: readonly Hex[]): Nonces {
  const next = new Map<Hex, number>()
  return {
    claim(signer) {
      const nonce = next.get(signer)
      if (nonce === undefined) return null
      next.set(signer, nonce + 1)
      return nonce
    },
    release(signer, nonce) {
      if (next.get(signer) === nonce + 1) next.set(signer, nonce)
    },
    known: () => signers.every((signer) => next.has(signer)),
    async refresh(rpc) {
      next.clear()
      for (const signer of signers) {
        const count = await rpc.request<Hex>('eth_getTransactionCount', [signer, 'pending'])
        next.set(signer, Number(count))
      }
    },
  }
}
