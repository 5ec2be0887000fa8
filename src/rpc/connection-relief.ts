/** Which connections to close when a process is over its memory budget: what they make it hold is the only part of its memory that it can give back at once. */
import type { Connection } from '@libp2p/interface'

/** What a stream takes beside the bytes that wait in it: its objects and handlers. */
export const STREAM_BYTES = 8 * 1024

/** Connections that hold less are not closed: it would not help, and their peers are hardly the reason. */
export const LEAST_CLOSED_BYTES = 1024 * 1024

/** A connection as far as its weight goes. */
export type WeighedConnection = Pick<Connection, 'remotePeer' | 'streams'>

/** How {@link connectionsToClose} chooses. */
export interface ReliefInit {
  /** As much is to be given back. */
  readonly excessBytes: number
  /** Of a peer (base58 text), 0 being the lowest. */
  readonly priorityOf: (peer: string) => number
}

/** Bytes that a connection makes this process hold. */
export function heldBytes ({ streams }: Pick<Connection, 'streams'>): number {
  return streams.reduce((sum, { readBufferLength, writeBufferLength }) => sum + readBufferLength + writeBufferLength + STREAM_BYTES, 0)
}

/** Connections of the lowest priority first, among equals those that hold most, until what they hold is enough. */
export function connectionsToClose<C extends WeighedConnection> (connections: readonly C[], { excessBytes, priorityOf }: ReliefInit): C[] {
  const weighed = connections
    .map((connection) => ({ connection, held: heldBytes(connection), priority: priorityOf(connection.remotePeer.toString()) }))
    .filter(({ held }) => held >= LEAST_CLOSED_BYTES)
    .sort((a, b) => a.priority - b.priority || b.held - a.held)
  let given = 0
  return weighed.filter(({ held }) => {
    const isNeeded = given < excessBytes
    if (isNeeded) given += held
    return isNeeded
  }).map(({ connection }) => connection)
}
