/** Names in Redis. One Redis per installation; everything of a protocol lies under one prefix, which is also the hash tag and the fence of its ACL user. */

/** Name of the BullMQ queue under each protocol's prefix; Bull Board and other BullMQ tools find it as `jobs`. */
export const QUEUE_NAME = 'jobs'

/** Keys and channels of one protocol. */
export interface JobKeys {
  /** `{subnetes:<namespace>:<protocol>}`: BullMQ's prefix. */
  readonly prefix: string
  /** Hash of a job, as BullMQ keeps it, with `request` and `response` beside BullMQ's fields; also any other key of the queue by its name. */
  readonly job: (id: string) => string
  /** Stream of the output messages of a job; entry ids are `<attempt>-<sequence>`, so a worker that lost its lock cannot write behind a newer attempt. */
  readonly outputs: (id: string) => string
  /** Record of a job that was cancelled before it ran. */
  readonly gone: (id: string) => string
  /** Present while a cancel is wanted. */
  readonly cancel: (id: string) => string
  /** Sorted set of a peer's jobs that have not started, by fair-share tag. */
  readonly waiting: (peer: string) => string
  /** Sorted set of a peer's jobs by creation time. */
  readonly jobsOf: (peer: string) => string
  /** Hash: fair-share tag of the job started last, per priority. */
  readonly served: string
  /** Channel to workers: `new`, or the id of a job to cancel. */
  readonly work: string
  /** Channel to gateways with watchers: id of a job whose state or output changed, its end excepted. */
  readonly wake: string
  /** Channel to all gateways: ends of jobs (ended-notice.ts). */
  readonly ended: string
}

/** BullMQ's prefix of a protocol. */
export function queuePrefix (namespace: string, protocol: string): string {
  return `{subnetes:${namespace}:${protocol}}`
}

/** Every key and channel of a protocol. */
export function jobKeys (namespace: string, protocol: string): JobKeys {
  const prefix = queuePrefix(namespace, protocol)
  return {
    prefix,
    job: (id) => `${prefix}:${QUEUE_NAME}:${id}`,
    outputs: (id) => `${prefix}:outputs:${id}`,
    gone: (id) => `${prefix}:gone:${id}`,
    cancel: (id) => `${prefix}:cancel:${id}`,
    waiting: (peer) => `${prefix}:waiting:${peer}`,
    jobsOf: (peer) => `${prefix}:of:${peer}`,
    served: `${prefix}:served`,
    work: `${prefix}:work`,
    wake: `${prefix}:wake`,
    ended: `${prefix}:ended`
  }
}

/**
 * ACL rules of the Redis user that a protocol's runners get: its own keys and channels, no administration, and nothing that lists what others have, since names of keys
 * hold peer ids (https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/). Append `>password` and `on`.
 */
export function runnerAclRules (namespace: string, protocol: string): string[] {
  const prefix = queuePrefix(namespace, protocol)
  const allowed = ['+@read', '+@write', '+@stream', '+@pubsub', '+eval', '+evalsha', '+@connection', '+@transaction']
  const refused = ['-@dangerous', '-scan', '-randomkey', '-pubsub']
  return ['resetkeys', 'resetchannels', `~${prefix}:*`, `&${prefix}:*`, '-@all', ...allowed, ...refused, '+info']
}
