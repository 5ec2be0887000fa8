/** Logs calls: each at debug; failures that point at us or at a worker also at warn, a few per class. */
import type { ErrorCode, Logger } from '@subnetes/common'
import type { CallObserver } from './observe.ts'

/** At most one warning per method and code in this time; a broken worker must not fill the disk. */
export const WARN_INTERVAL_MS = 10_000

/** Failures whose cause is on our side of the wire. The rest is the caller's own doing. */
const OUR_FAILURES: ReadonlySet<ErrorCode> = new Set(['unavailable', 'internal', 'unknown', 'data_loss', 'deadline_exceeded', 'resource_exhausted'])

/** An observer that logs the calls of one protocol. */
export function loggingObserver (logger: Logger, protocol: string, now: () => number = Date.now): CallObserver {
  const log = logger.child({ component: 'calls', protocol })
  const classes = new Map<string, { at: number, suppressed: number }>()
  return (call) => (end) => {
    const fields = { handle: call.handle, peerId: call.remotePeer, durationMs: Math.round(end.durationMs), messages: end.messages, traceparent: call.traceparent }
    if (end.error === undefined) { log.debug('call ended', fields); return }
    const failure = { ...fields, code: end.error.code, error: end.error.message }
    log.debug('call failed', failure)
    if (!OUR_FAILURES.has(end.error.code)) return
    const key = `${call.method.name} ${end.error.code}`
    const known = classes.get(key)
    if (known !== undefined && now() - known.at < WARN_INTERVAL_MS) { known.suppressed += 1; return }
    log.warn('calls fail', { ...failure, cause: causeText(end.error.cause), suppressed: known?.suppressed ?? 0 })
    classes.set(key, { at: now(), suppressed: 0 })
  }
}

function causeText (cause: unknown): string | undefined {
  return cause instanceof Error ? cause.message : undefined
}
