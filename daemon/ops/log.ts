import { destination, type Logger, pino } from 'pino'
import { toJson } from '../kernel/json.ts'
import type { Log } from '../kernel/ports.ts'

/** How much is said: `debug` tells every verdict. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** A log of JSON lines on a file descriptor, written at once; bigints become strings. */
export function openLog(level: LogLevel, part: string, fd = 2): Log {
  const logger = pino(
    { level, base: { part }, timestamp: pino.stdTimeFunctions.isoTime },
    destination({ fd, sync: true }),
  )
  return logOver(logger)
}

const logOver = (logger: Logger): Log => ({
  debug: (message, facts) => logger.debug(plain(facts), message),
  info: (message, facts) => logger.info(plain(facts), message),
  warn: (message, facts) => logger.warn(plain(facts), message),
  error: (message, facts) => logger.error(plain(facts), message),
})

const plain = (facts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> =>
  Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, inWords(value)]))

function inWords(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  return typeof value === 'object' && value !== null ? JSON.parse(toJson(value)) : value
}
