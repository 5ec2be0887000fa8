/**
 * What gateways are told when a job has ended: its id and, where the result is small, all that a snapshot of it would say (reader-scripts.ts), so that nobody
 * has to ask. A list of netstrings (https://cr.yp.to/proto/netstrings.txt): `<length>:<bytes>,`.
 */

/** A response up to this size is told; larger ones are fetched by whoever wants them. */
export const MAX_TOLD_BYTES = 8 * 1024

/** A received notice. */
export interface EndedNotice {
  readonly id: string
  /** Fields of a snapshot; empty when it must be asked for. */
  readonly fields: readonly Buffer[]
}

/** Lua: a netstring of a text. */
export const NETSTRING = 'local function netstring (text) return #text .. \':\' .. text .. \',\' end\n'

/** The notice that says no more than which job. */
export function bareNotice (id: string): string {
  return `${Buffer.byteLength(id)}:${id},`
}

/** Reads a notice; undefined for what is none. */
export function readNotice (message: Buffer): EndedNotice | undefined {
  const parts: Buffer[] = []
  for (let at = 0; at < message.length;) {
    const colon = message.indexOf(0x3a, at)
    const length = Number(message.toString('latin1', at, colon))
    const end = colon + 1 + length
    if (colon < 0 || !Number.isSafeInteger(length) || length < 0 || message[end] !== 0x2c) return undefined
    parts.push(message.subarray(colon + 1, end))
    at = end + 1
  }
  const [id, ...fields] = parts
  return id === undefined ? undefined : { id: id.toString(), fields }
}
