/** Ids of jobs. */
import { createHash, randomBytes } from 'node:crypto'

/**
 * The id of a job: `<protocol>-<32 hex digits>`, the digits a hash of (peer, protocol, method, idempotency key), or random without a key.
 *
 * The same submit gives the same id at every gateway. BullMQ refuses ids with `:` and ids that are integers; these are neither.
 */
export function jobId (parts: { peer: string, protocol: string, handle: string, idempotencyKey: string }): string {
  const digits = parts.idempotencyKey === ''
    ? randomBytes(16).toString('hex')
    : createHash('sha256').update(JSON.stringify([parts.peer, parts.protocol, parts.handle, parts.idempotencyKey])).digest('hex').slice(0, 32)
  return `${parts.protocol}-${digits}`
}

/** The protocol a job id belongs to, or undefined when the text is no job id. */
export function protocolOfJob (id: string): string | undefined {
  return /^(.{1,253})-[0-9a-f]{32}$/.exec(id)?.[1]
}

/** What tells two payloads under one idempotency key apart. */
export function payloadHash (request: Uint8Array): string {
  return createHash('sha256').update(request).digest('base64url')
}
