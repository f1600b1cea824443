import type { WriteStream } from 'node:tty'
import { eth } from '../daemon/app/cli/status-text.ts'
import type { Totals } from './demo-totals.ts'

const PLAIN_EVERY_MS = 5000

/** A line that tells how a demo stands: rewritten in place on a terminal, now and then elsewhere. */
export function liveLine(out: WriteStream & { readonly fd: number }) {
  let shown = Number.NEGATIVE_INFINITY
  const text = ({ height, counts, realisedWei }: Totals): string =>
    `block ${height ?? '?'}  seen ${counts.seen}  sent ${counts.sent}  landed ${counts.landed}  earned ${eth(realisedWei)} ETH`
  return {
    show(totals: Totals): void {
      if (out.isTTY) {
        out.write(`\r\u001b[2K\u001b[36m${text(totals)}\u001b[0m`)
      } else if (performance.now() - shown > PLAIN_EVERY_MS) {
        shown = performance.now()
        out.write(`${text(totals)}\n`)
      }
    },
    end(): void {
      if (out.isTTY) out.write('\r\u001b[2K')
    },
  }
}
