/** Where the jobs of this subnet are kept: the gateway's memory, a private redis-server, or a Redis that is there already. */
import type { QueueView } from '@subnetes/scaling'
import type { JobStoreStatus, ProtocolStatus } from './status.ts'

/** Where jobs are, for a process that works with them. */
export interface RunnerStore {
  /** With the credentials of that process: a protocol's runners have a user of their own. */
  readonly url: string
  readonly namespace: string
}

/** A place for jobs. */
export interface JobStore {
  /** What the gateway is told, as the administrator; undefined: it keeps jobs in its memory. */
  readonly gateway: RunnerStore | undefined
  /** @throws {SubnetesError} when jobs cannot be kept there, with the way out */
  start: () => Promise<void>
  stop: () => Promise<void>
  /** Makes the protocol's own user, if it has none yet; undefined where runners take no jobs. */
  grant: (protocol: string) => RunnerStore | undefined
  /** Takes the user away. */
  revoke: (protocol: string) => void
  status: () => JobStoreStatus
  /** Jobs of a protocol as of the last look; undefined where nobody can tell. */
  counts: (protocol: string) => ProtocolStatus['jobs']
  /** The same for scaling: of the jobs that wait those that are due. Null where the gateway has them, whose calls they are; undefined while nobody can tell. */
  demand: (protocol: string) => QueueView | null | undefined
  /** Has a look. */
  refresh: () => void
}

/** Jobs in the gateway's memory. @param why in words, for the status */
export function memoryStore (why: string): JobStore {
  return {
    gateway: undefined,
    start: async () => {},
    stop: async () => {},
    grant: () => undefined,
    revoke: () => {},
    counts: () => undefined,
    demand: () => null,
    refresh: () => {},
    status: () => ({ kept: 'memory', phase: 'ready', pid: 0, where: '', message: `jobs are kept in the gateway's memory and do not survive it (${why})` })
  }
}
