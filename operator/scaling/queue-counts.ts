/** Jobs that wait and run, read from the installation's Redis itself: true at any scale, also when no worker is there to tell. */
import { SubnetesError } from '@subnetes/common'
import type { Logger, Startable } from '@subnetes/common'
import { connectRedis, countJobs, redisError } from '@subnetes/dispatch/bullmq/redis'
import type { OpenJobCounts } from '@subnetes/dispatch/bullmq/redis'
import { keyOf } from '../controller/kinds.ts'

/** A queue, by the Protocol it belongs to. */
export interface QueueOwner { readonly metadata: { readonly name: string, readonly namespace?: string } }

/** Open jobs of Protocols, by `namespace/name`. */
export type QueueCounts = ReadonlyMap<string, OpenJobCounts>

/** Options of {@link QueueReader}. */
export interface QueueReaderInit {
  /** URL of the installation's Redis, with rights on all queues. */
  readonly url: string
  /** Delayed jobs that are due so soon count as waiting: a worker that is started now meets them. @default 60 000 */
  readonly dueWithinMs?: number
}

/** Reads the counts of many queues in one round trip per namespace. */
export class QueueReader implements Startable {
  readonly #init: QueueReaderInit
  readonly #logger: Logger
  #redis: ReturnType<typeof connectRedis> | undefined

  constructor (init: QueueReaderInit, components: { readonly logger: Logger }) {
    this.#init = init
    this.#logger = components.logger.child({ component: 'queue-reader' })
  }

  /** Begins to connect; a Redis that is away is tried again for ever. */
  async start (): Promise<void> {
    this.#redis ??= connectRedis({ url: this.#init.url, role: 'gateway', logger: this.#logger })
  }

  async stop (): Promise<void> {
    this.#redis?.disconnect()
    this.#redis = undefined
  }

  /** @throws {SubnetesError} `unavailable` when any count is not known: a queue that cannot be read is not an empty one */
  async read (owners: readonly QueueOwner[]): Promise<QueueCounts> {
    const redis = this.#redis
    if (redis === undefined) throw new SubnetesError('failed_precondition', 'the queue reader was not started')
    const byNamespace = Map.groupBy(owners, ({ metadata }) => metadata.namespace ?? '')
    const counts = new Map<string, OpenJobCounts>()
    try {
      await Promise.all([...byNamespace].map(async ([namespace, group]) => {
        const names = group.map(({ metadata }) => metadata.name)
        const found = await countJobs(redis, namespace, names, { dueWithinMs: this.#init.dueWithinMs ?? 60_000 })
        for (const [index, count] of found.entries()) counts.set(keyOf({ metadata: { namespace, name: names[index] ?? '' } }), count)
      }))
    } catch (error) {
      throw redisError(error, 'counting jobs')
    }
    return counts
  }
}
