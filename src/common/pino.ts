/** The pino implementation of {@link Logger}. Composition roots only. */
import { pino } from 'pino'
import type { Logger } from './logger.ts'

/** Options of {@link pinoLogger}. */
export interface PinoLoggerInit {
  /** pino level. @default 'info' */
  level?: string
  /** Fields on every line, e.g. `{ process: 'gateway' }`. */
  base?: Readonly<Record<string, unknown>>
}

/** A logger that writes JSON lines to standard error (standard output belongs to the command's own answer). */
export function pinoLogger (init: PinoLoggerInit = {}): Logger {
  return wrap(pino({ level: init.level ?? 'info', base: { pid: process.pid, ...init.base }, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true })))
}

function wrap (logger: ReturnType<typeof pino>): Logger {
  return {
    debug: (message, fields) => logger.debug(fields ?? {}, message),
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, fields) => logger.error(fields ?? {}, message),
    child: (fields) => wrap(logger.child(fields))
  }
}
