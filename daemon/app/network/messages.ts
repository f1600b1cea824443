import type { BlockRef } from '../../chains/types.ts'
import type { PipelineConfig } from '../../config/types.ts'
import type { LogLevel } from '../../ops/log.ts'
import type { Snapshot } from '../../ops/meter.ts'
import type { Findings } from '../../strategies/types.ts'

/** What a network's thread is started with. */
export type NetworkOrders = {
  readonly pipeline: PipelineConfig
  readonly generation: number
  /** Absolute path of the node's socket. */
  readonly ipc: string
  readonly logLevel: LogLevel
}

/** What a network's thread says. */
export type NetworkMessage =
  /** Its market is read and it follows the chain; said again after a resync. */
  | { readonly kind: 'ready'; readonly at: BlockRef; readonly pools: number }
  | { readonly kind: 'link'; readonly up: boolean }
  | { readonly kind: 'tip'; readonly at: BlockRef; readonly time: number }
  | { readonly kind: 'rollback'; readonly to: BlockRef }
  /** State is unknown until the next `ready`. */
  | { readonly kind: 'resync' }
  | { readonly kind: 'findings'; readonly findings: Findings; readonly detection: Detection }
  | { readonly kind: 'failed'; readonly code: string; readonly why: string }
  | {
      readonly kind: 'metrics'
      readonly ticket: number
      readonly snapshot: Snapshot
    }

/** How long one block took, in microseconds: from its last byte to applied, and on to searched. */
export type Detection = { readonly applyUs: number; readonly searchUs: number }

/** What a network's thread is told. */
export type NetworkRequest =
  | { readonly kind: 'stop' }
  | { readonly kind: 'metrics'; readonly ticket: number }
