/** Structured logging as a component. The implementation is pino (`@subnetes/common/pino`), reached from a composition root only. */

/** Writes one structured line: a fixed lower-case phrase plus fields. `error` = someone must act, `warn` = we recovered, `info` = life cycle, `debug` = per call. */
export interface Logger {
  debug: (message: string, fields?: Readonly<Record<string, unknown>>) => void
  info: (message: string, fields?: Readonly<Record<string, unknown>>) => void
  warn: (message: string, fields?: Readonly<Record<string, unknown>>) => void
  error: (message: string, fields?: Readonly<Record<string, unknown>>) => void
  child: (fields: Readonly<Record<string, unknown>>) => Logger
}

/** A logger that writes nothing: the default of libraries and tests. */
export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLogger
}
