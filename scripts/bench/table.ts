import type { Result } from './harness.ts'

const COLUMNS = ['benchmark', 'p50 us', 'p99 us', 'p99.9 us', 'calls', 'peer p50', 'ratio', 'peer']

/** Results as a table of aligned columns, a line each. */
export function table(results: readonly Result[]): string {
  const rows = [COLUMNS, ...results.map(rowOf)]
  const widths = COLUMNS.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  const last = COLUMNS.length - 1
  const cell = (text: string, i: number) =>
    i === 0 || i === last ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0)
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n')
}

const rowOf = ({ name, p50, p99, p999, n, peer, ratio }: Result): readonly string[] => [
  name,
  figure(p50),
  figure(p99),
  figure(p999),
  String(n),
  peer === undefined ? '-' : figure(peer.p50),
  ratio === undefined ? '-' : `${ratio.toFixed(1)}x`,
  peer?.name ?? '-',
]

/** Three digits that mean something, without an exponent. */
const figure = (us: number): string =>
  us >= 100 ? us.toFixed(0) : us.toFixed(Math.max(0, 2 - Math.floor(Math.log10(us))))
