/** Jobs in a Redis, private or not: checked at the start, and each protocol's runners get a user that sees its keys alone. */
import { randomBytes } from 'node:crypto'
import { SubnetesError, silentLogger, withUser } from '@subnetes/common'
import { checkRedis, connectRedis, countJobs, runnerAclRules } from '@subnetes/dispatch/bullmq/redis'
import type { QueueView } from '@subnetes/scaling'
import type { JobStore, RunnerStore } from './job-store.ts'
import type { AclUser, RedisProcess } from './redis-process.ts'
import { LOCAL_COLD_SECONDS } from './local-scaling.ts'
import type { JobStoreStatus, ProtocolStatus } from './status.ts'

/** How long a start waits for a Redis that is said to run. */
export const REDIS_START_MS = 5_000
/** The same for one that reads the jobs of the last run from disk first. */
const PRIVATE_START_MS = 60_000

type Connection = ReturnType<typeof connectRedis>

/** What a {@link RedisStore} works with. */
export interface RedisStoreInit {
  /** With administrator's credentials. */
  readonly url: string
  readonly namespace: string
  /** Tells the users of this twin from those of another on the same Redis; the same after a restart, so that nothing is left behind. */
  readonly owner: string
  /** Shown to people. */
  readonly where: string
  /** Set for a private server: it is started and stopped with the store. */
  readonly server?: RedisProcess
  /** Seconds of a clock that never goes back. */
  readonly now: () => number
  readonly onChange: () => void
}

/** A secret that nobody has seen before. */
export function newPassword (): string {
  return randomBytes(24).toString('base64url')
}

/** The user that a protocol's runners are. */
export function runnerUser (init: { namespace: string, owner: string, protocol: string, password: string }): AclUser {
  const { namespace, owner, protocol, password } = init
  return { user: `subnetes-${namespace}-${protocol}-${owner}`, password, rules: runnerAclRules(namespace, protocol) }
}

/** A store in Redis. */
export class RedisStore implements JobStore {
  readonly #init: RedisStoreInit
  readonly #users = new Map<string, AclUser>()
  readonly #counts = new Map<string, { readonly status: NonNullable<ProtocolStatus['jobs']>, readonly demand: QueueView }>()
  #redis: Connection | undefined
  #isLooking = false
  #problem = ''
  #hasStarted = false
  #isStopping = false

  constructor (init: RedisStoreInit) {
    this.#init = init
  }

  get gateway (): RunnerStore {
    return { url: this.#init.url, namespace: this.#init.namespace }
  }

  /** Users of the runners, for a server that starts with them. */
  get users (): readonly AclUser[] {
    return [...this.#users.values()]
  }

  async start (): Promise<void> {
    const { url, server } = this.#init
    server?.start()
    const redis = connectRedis({ url, role: 'gateway', logger: silentLogger })
    this.#redis = redis
    const answering = this.#answering(redis, server === undefined ? REDIS_START_MS : PRIVATE_START_MS)
    await (server === undefined ? answering : Promise.race([answering, server.failed()]))
    await checkRedis(redis)
    this.#hasStarted = true
    if (server === undefined) await this.#checkRights(redis)
    redis.on('ready', () => { this.#applyAll(redis) })
    for (const event of ['ready', 'close']) redis.on(event, () => { if (!this.#isStopping) this.#init.onChange() })
    this.#applyAll(redis)
  }

  async stop (): Promise<void> {
    this.#isStopping = true // that it is left is no news of it
    const redis = this.#redis
    if (redis !== undefined && this.#users.size > 0) await redis.call('ACL', 'DELUSER', ...this.users.map(({ user }) => user)).catch(() => { /* it is away, and its users with it unless it keeps them: the next start sets them anew */ })
    redis?.disconnect()
    await this.#init.server?.stop()
  }

  grant (protocol: string): RunnerStore {
    const { namespace, owner, url } = this.#init
    const known = this.#users.get(protocol)
    const user = known ?? runnerUser({ namespace, owner, protocol, password: newPassword() })
    this.#users.set(protocol, user)
    if (known === undefined && this.#redis !== undefined) this.#apply(this.#redis, user).catch(() => { /* told by the status */ })
    return { url: withUser(url, user), namespace }
  }

  revoke (protocol: string): void {
    const user = this.#users.get(protocol)
    this.#users.delete(protocol)
    this.#counts.delete(protocol)
    if (user !== undefined) this.#redis?.call('ACL', 'DELUSER', user.user).catch(() => { /* as at the stop */ })
  }

  status (): JobStoreStatus {
    const { server, where } = this.#init
    const isUp = this.#hasStarted && this.#redis?.status === 'ready'
    return {
      kept: server === undefined ? 'redis' : 'private',
      phase: isUp ? 'ready' : this.#hasStarted ? 'down' : 'starting',
      pid: server?.pid ?? 0,
      where,
      message: isUp || !this.#hasStarted ? this.#problem : `Redis does not answer: jobs can be neither submitted nor run; it is tried again. ${this.#problem}`.trim()
    }
  }

  counts (protocol: string): ProtocolStatus['jobs'] {
    return this.#counts.get(protocol)?.status
  }

  demand (protocol: string): QueueView | undefined {
    return this.#counts.get(protocol)?.demand
  }

  refresh (): void {
    const redis = this.#redis
    if (this.#isLooking || redis?.status !== 'ready') return
    this.#isLooking = true
    this.#look(redis).catch(() => { /* the next look tells */ }).finally(() => { this.#isLooking = false })
  }

  async #look (redis: Connection): Promise<void> {
    const protocols = [...this.#users.keys()]
    const readAt = this.#init.now()
    const counts = await countJobs(redis, this.#init.namespace, protocols, { dueWithinMs: LOCAL_COLD_SECONDS * 1000 })
    for (const [index, { waiting, delayed, active, due }] of counts.entries()) {
      const protocol = protocols[index] ?? ''
      if (!this.#users.has(protocol)) continue
      this.#counts.set(protocol, { status: { waiting: waiting + delayed, active }, demand: { waiting: waiting + due, active, readAt } })
    }
  }

  /** @throws {SubnetesError} `unavailable` after the time, `permission_denied` for wrong credentials, `cancelled` when the store is stopped meanwhile */
  async #answering (redis: Connection, timeoutMs: number): Promise<void> {
    let last = 'nothing listens there'
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const note = (error: Error): void => {
      last = error.message
      if (/^(WRONGPASS|NOAUTH|NOPERM)/.test(last)) reject(new SubnetesError('permission_denied', `the Redis at ${this.#init.where} refuses us (${last.split(' ', 1)[0] ?? ''}); correct user and password in its URL`))
    }
    const stopped = (): void => reject(new SubnetesError('cancelled', 'stopped while Redis was starting'))
    const timer = setTimeout(() => reject(new SubnetesError('unavailable', `no Redis answers at ${this.#init.where} within ${timeoutMs / 1000} s (${last}); start it, correct the URL, or leave it out`)), timeoutMs)
    redis.on('error', note)
    redis.once('ready', resolve)
    redis.once('end', stopped)
    try {
      await promise
    } finally {
      clearTimeout(timer)
      redis.off('error', note)
      redis.off('ready', resolve)
      redis.off('end', stopped)
    }
  }

  /** Whether this URL may make users: runners never get the administrator's. */
  async #checkRights (redis: Connection): Promise<void> {
    const { namespace, owner, where } = this.#init
    const { user } = runnerUser({ namespace, owner, protocol: 'check', password: '' })
    try {
      await redis.call('ACL', 'SETUSER', user, 'reset')
      await redis.call('ACL', 'DELUSER', user)
    } catch (cause) {
      throw new SubnetesError('permission_denied', `the user of ${where} may not make users for the workers (${(cause as Error).message}); it needs +acl and all rights that workers get`, { cause })
    }
  }

  #applyAll (redis: Connection): void {
    for (const user of this.#users.values()) this.#apply(redis, user).catch(() => { /* told by the status */ })
  }

  async #apply (redis: Connection, { user, password, rules }: AclUser): Promise<void> {
    try {
      await redis.call('ACL', 'SETUSER', user, 'reset', 'on', `>${password}`, ...rules)
      this.#problem = ''
    } catch (error) {
      this.#problem = redis.status === 'ready' ? `user ${user} cannot be made in Redis: ${(error as Error).message}` : this.#problem
      throw error
    } finally {
      this.#init.onChange()
    }
  }
}
