/**
 * The last assignments on disk, so that a gateway that restarts while its operator is away serves the same protocols: calls are held
 * until endpoints are known. It never widens: what the operator does not send again is dropped at the next sync.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SubnetesError, replaceFile } from '@subnetes/common'
import { decodeAssignment, encodeAssignment } from '@subnetes/control'
import { subnetes } from '@subnetes/proto'
import type { Logger } from '@subnetes/common'
import type { Assignment } from '@subnetes/control'

/** Name of the file in the state folder. */
export const SNAPSHOT_FILE = 'assignments.json'
/** Format of the file; another one is ignored. */
const FORMAT = 1

/** Keeps and recalls assignments. */
export interface Snapshot {
  /** What was kept; empty when there is nothing readable, which is logged and otherwise no failure. */
  load: () => Promise<Assignment[]>
  /** Replaces what is kept, atomically. Saves in order; only the newest of several waiting is written. */
  save: (protocols: readonly Assignment[]) => Promise<void>
}

/** Options of {@link fileSnapshot}. */
export interface FileSnapshotInit {
  folder: string
  /** Base58 text; a snapshot of another gateway is not used. */
  peerId: string
  logger: Logger
}

/** A snapshot in a folder that survives the process. */
export function fileSnapshot (init: FileSnapshotInit): Snapshot {
  const path = join(init.folder, SNAPSHOT_FILE)
  let writing = Promise.resolve()
  let newest: readonly Assignment[] | undefined
  return {
    load: async () => {
      try {
        return parse(await readFile(path, 'utf8'), init.peerId)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') init.logger.warn('kept assignments not used', { path, error: SubnetesError.from(error).message })
        return []
      }
    },
    save: async (protocols) => {
      newest = protocols
      writing = writing.then(async () => {
        if (newest === undefined) return
        const text = format(newest, init.peerId)
        newest = undefined
        await replaceFile(path, text, { isForced: true })
      }).catch((error: unknown) => { init.logger.warn('assignments not kept', { path, error: SubnetesError.from(error).message }) })
      await writing
    }
  }
}

/** Keeps nothing: a gateway without a state folder. */
export const noSnapshot: Snapshot = { load: async () => [], save: async () => {} }

function format (protocols: readonly Assignment[], peerId: string): string {
  return JSON.stringify({ format: FORMAT, peerId, protocols: protocols.map((protocol) => encode(protocol)) })
}

function encode (protocol: Assignment): string {
  return Buffer.from(subnetes.v1.ProtocolAssignment.encode(encodeAssignment(protocol)).finish()).toString('base64')
}

function parse (text: string, peerId: string): Assignment[] {
  const value = JSON.parse(text) as { format?: unknown, peerId?: unknown, protocols?: unknown }
  if (value.format !== FORMAT) throw new SubnetesError('failed_precondition', `its format is ${JSON.stringify(value.format)}; this gateway writes ${FORMAT}`)
  if (value.peerId !== peerId) throw new SubnetesError('failed_precondition', `it belongs to peer ${String(value.peerId)}, and this is ${peerId}`)
  if (!Array.isArray(value.protocols)) throw new SubnetesError('data_loss', 'it holds no list of protocols')
  return value.protocols.map((encoded) => decodeAssignment(subnetes.v1.ProtocolAssignment.decode(Buffer.from(String(encoded), 'base64'))))
}
