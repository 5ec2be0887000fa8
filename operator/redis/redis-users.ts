/** A user of its own in the installation's Redis for the runners of every Protocol: it reaches the Protocol's keys and nothing else. */
import { isDeepStrictEqual } from 'node:util'
import type { Protocol } from '@subnetes/api'
import { SubnetesError } from '@subnetes/common'
import type { Logger, Metrics } from '@subnetes/common'
import type { ApiClient } from '../controller/api-client.ts'
import { Listeners } from '../controller/change-source.ts'
import type { KeyListener } from '../controller/change-source.ts'
import type { EventRecorder } from '../controller/event-recorder.ts'
import { keyOf, splitKey } from '../controller/kinds.ts'
import type { LeaderPart, LeaderTerm } from '../controller/leader-term.ts'
import type { StatusContribution, StatusSource } from '../controller/status-source.ts'
import { WorkQueue } from '../controller/work-queue.ts'
import type { WorkResult } from '../controller/work-queue.ts'
import type { ProtocolsView } from '../protocols/protocols-view.ts'
import type { WorkerFleet } from '../workers/worker-fleet.ts'
import { connectAdmin, listUsers, protocolOfUser, removeUser, runnerUser, setRunnerUser } from './redis-acl.ts'
import type { AdminConnection } from './redis-acl.ts'
import { ROTATE_AFTER_MS, nextCredential, passwordHash, withoutRetired } from './redis-secret.ts'
import type { RedisCredential } from './redis-secret.ts'
import { SecretKeeper } from './secret-keeper.ts'

/** Options of {@link RedisUsers}. */
export interface RedisUsersInit {
  /** URL of the installation's Redis, as a user with the right to make users. */
  readonly adminUrl: string
  /** Name of the installation, the beginning of all its users' names. */
  readonly instance: string
  /** Whether Protocols of a namespace are this operator's. Users of others are not looked at. @default all are */
  readonly watches?: (namespace: string) => boolean
  /** Between two looks for users that are missing or left over. @default 60 000 */
  readonly sweepMs?: number
  /** A Redis that is away for less is not worth a word in every status. @default 30 000 */
  readonly awayGraceMs?: number
  /** Epoch milliseconds. */
  readonly now?: () => number
}

/** Components of {@link RedisUsers}. */
export interface RedisUsersComponents {
  readonly client: ApiClient
  readonly events: EventRecorder
  readonly protocols: Pick<ProtocolsView, 'get' | 'list' | 'onChange'>
  readonly fleet: Pick<WorkerFleet, 'workers' | 'onChange'>
  readonly logger: Logger
  readonly metrics: Metrics
}

/** A Secret is looked at so often although nothing about its Protocol has changed; they are not watched, so that the operator needs no right to list Secrets. */
export const SECRET_LOOK_MS = 600_000
/** A user whose Protocol is gone stays until its pods are, but no longer than the longest drain (`drain.gracePeriodSeconds` goes to a day) and some time to stop. */
export const MAX_ORPHAN_MS = 25 * 3_600_000
/** Users that are made at once. */
const BATCH = 100
/** The condition. */
const TYPE = 'QueueReady'

/** The user of the Protocol with this uid, and whether Redis has it so. */
interface RunnerUser { readonly uid: string | undefined, readonly hashes: readonly string[], applied: boolean }
interface Trouble { readonly reason: 'RedisUnavailable' | 'RedisRefused', readonly message: string }

/** Works while this process leads. What cannot be done is a condition of the Protocols and tried again; it keeps nothing else from being done. */
export class RedisUsers implements LeaderPart, StatusSource {
  readonly #init: Required<RedisUsersInit>
  readonly #components: RedisUsersComponents
  readonly #logger: Logger
  readonly #listeners: Listeners<[string]>
  readonly #users = new Map<string, RunnerUser>()
  /** Protocols that are gone while their user is there, and since when that is known. */
  readonly #orphans = new Map<string, number>()
  readonly #queue: WorkQueue
  readonly #secrets: SecretKeeper
  readonly #ends: Array<() => void> = []
  #redis: AdminConnection | undefined
  #term: LeaderTerm | undefined
  #trouble: Trouble | undefined
  #awayTimer: NodeJS.Timeout | undefined

  constructor (init: RedisUsersInit, components: RedisUsersComponents) {
    this.#init = { watches: () => true, sweepMs: 60_000, awayGraceMs: 30_000, now: Date.now, ...init }
    this.#components = components
    this.#logger = components.logger.child({ component: 'redis-users' })
    this.#listeners = new Listeners(this.#logger)
    this.#queue = new WorkQueue({ name: 'redis-user', handler: async (key, signal) => await this.#look(key, signal) }, components)
    this.#secrets = new SecretKeeper(init, components)
  }

  async lead (term: LeaderTerm): Promise<void> {
    if (this.#redis !== undefined) return
    this.#term = term
    const redis = connectAdmin(this.#init.adminUrl, this.#logger)
    this.#redis = redis
    this.#waitForRedis()
    redis.on('ready', () => { void this.#onReady() })
    redis.on('close', () => this.#waitForRedis())
    const { protocols, fleet } = this.#components
    const timer = setInterval(() => { void this.#sweep() }, this.#init.sweepMs)
    const onPods = (key: string): void => { if (this.#orphans.has(key)) this.#queue.add(key) }
    this.#ends.push(() => clearInterval(timer), protocols.onChange((key) => this.#onProtocol(key)), fleet.onChange(onPods))
    for (const { key } of protocols.list()) this.#queue.add(key)
    await this.#queue.start()
  }

  async stop (): Promise<void> {
    for (const end of this.#ends.splice(0)) end()
    await this.#queue.stop()
    this.#term = undefined
    clearTimeout(this.#awayTimer)
    this.#redis?.disconnect()
  }

  onChange (listener: KeyListener): () => void {
    return this.#listeners.add(listener)
  }

  status (protocolKey: string): StatusContribution | undefined {
    if (this.#term === undefined) return undefined
    if (this.#trouble !== undefined) return { conditions: [{ type: TYPE, status: 'False', ...this.#trouble }] }
    return this.#users.get(protocolKey)?.applied === true
      ? { conditions: [{ type: TYPE, status: 'True', reason: 'UserReady', message: 'the runners have a Redis user for their own jobs' }] }
      : { conditions: [{ type: TYPE, status: 'Unknown', reason: 'Pending', message: 'the Redis user of the runners is not made yet' }] }
  }

  /** A Protocol that is there and whose user is known changes often (its scale); its user does not. */
  #onProtocol (key: string): void {
    const uid = this.#components.protocols.get(key)?.protocol.metadata.uid
    if (uid !== this.#users.get(key)?.uid || this.#orphans.has(key)) this.#queue.add(key)
  }

  async #look (key: string, signal: AbortSignal): Promise<WorkResult> {
    if (this.#term?.isCurrent() !== true) return {}
    const protocol = this.#components.protocols.get(key)?.protocol
    if (protocol === undefined) return await this.#leave(key)
    this.#orphans.delete(key)
    const credential = await this.#keepCredential(protocol, signal)
    if (credential === undefined) return { requeueAfterMs: this.#init.sweepMs }
    const user = userOf(protocol, credential)
    const { applied, ...known } = this.#users.get(key) ?? { applied: false }
    this.#users.set(key, { ...user, applied: applied && isDeepStrictEqual(known, user) })
    await this.#apply(key)
    return { requeueAfterMs: SECRET_LOOK_MS * (0.9 + 0.2 * Math.random()) }
  }

  /**
   * The password as it should be now, in the Secret and, where a new one has been made, at Redis before that: a pod never has one that is not accepted yet.
   *
   * @returns undefined when a new password is due and Redis is away
   */
  async #keepCredential (protocol: Protocol, signal: AbortSignal): Promise<RedisCredential | undefined> {
    const key = keyOf(protocol)
    const now = this.#init.now()
    const stored = await this.#secrets.read(protocol, signal)
    const before = stored.credential
    const rotate = before !== undefined && (before.isRotationWanted || now - before.madeAt >= ROTATE_AFTER_MS)
    const podsCreatedAt = this.#components.fleet.workers(key).map(({ createdAt }) => createdAt)
    const wanted = withoutRetired(before === undefined ? this.#firstCredential(key, now) : rotate ? nextCredential(before, now) : before, podsCreatedAt, now)
    if (rotate) {
      const known = this.#users.get(key) ?? { ...userOf(protocol, before), applied: false }
      this.#users.set(key, { ...userOf(protocol, wanted), applied: false })
      if (!await this.#apply(key)) {
        this.#users.set(key, known)
        return undefined
      }
    }
    const kept = await this.#secrets.write(protocol, { stored, wanted, user: runnerUser(this.#init.instance, key), isCurrent: () => this.#term?.isCurrent() === true, signal })
    if (rotate && kept) await this.#secrets.tellRotated(protocol, wanted, signal)
    return wanted
  }

  /** A first password. When the Secret has been lost, the pods that still have the password that it held keep it. */
  #firstCredential (key: string, now: number): RedisCredential {
    const replaced = (this.#users.get(key)?.hashes ?? []).map((hash) => ({ hash, at: now }))
    return { ...nextCredential(undefined, now), replaced }
  }

  async #leave (key: string): Promise<WorkResult> {
    const redis = this.#redis
    const now = this.#init.now()
    const since = this.#orphans.get(key) ?? now
    this.#orphans.set(key, since)
    const isNeeded = this.#components.fleet.workers(key).length > 0 && now - since < MAX_ORPHAN_MS
    // The second look is a sweep away: what seems gone at the start of a term may only not be known yet.
    if (isNeeded || now - since < this.#init.sweepMs) return { requeueAfterMs: this.#init.sweepMs }
    if (redis?.status === 'ready') {
      await removeUser(redis, runnerUser(this.#init.instance, key))
      this.#logger.info('redis user removed', { protocol: key })
    }
    this.#users.delete(key)
    this.#orphans.delete(key)
    return {}
  }

  async #apply (key: string): Promise<boolean> {
    const user = this.#users.get(key)
    const redis = this.#redis
    if (user === undefined || redis?.status !== 'ready' || this.#term?.isCurrent() !== true) return false
    try {
      await setRunnerUser(redis, runnerUser(this.#init.instance, key), { protocolKey: key, hashes: user.hashes })
    } catch (error) {
      user.applied = false
      this.#onFailure(error)
      return false
    }
    const isNew = !user.applied
    user.applied = true
    if (isNew) this.#listeners.tell(key)
    return true
  }

  /** A Redis that was restarted has forgotten all users but those of its own files. */
  async #onReady (): Promise<void> {
    clearTimeout(this.#awayTimer)
    this.#awayTimer = undefined
    for (const user of this.#users.values()) user.applied = false
    await this.#sweep()
  }

  /** @returns whether all of them are made */
  async #applyAll (keys: readonly string[]): Promise<boolean> {
    let all = true
    for (let start = 0; start < keys.length; start += BATCH) {
      const made = await Promise.all(keys.slice(start, start + BATCH).map(async (key) => await this.#apply(key)))
      all &&= made.every(Boolean)
    }
    return all
  }

  /** Makes users that are missing, and looks at those that nobody needs. Never throws. */
  async #sweep (): Promise<void> {
    const redis = this.#redis
    if (redis?.status !== 'ready' || this.#term?.isCurrent() !== true) return
    try {
      const present = new Set(await listUsers(redis))
      const missing = [...this.#users].filter(([key, user]) => !user.applied || !present.has(runnerUser(this.#init.instance, key))).map(([key]) => key)
      if (await this.#applyAll(missing)) this.#setTrouble(undefined)
      for (const user of present) {
        const key = protocolOfUser(this.#init.instance, user)
        if (key !== undefined && this.#init.watches(splitKey(key).namespace) && this.#components.protocols.get(key) === undefined) this.#queue.add(key)
      }
    } catch (error) {
      this.#onFailure(error)
    }
  }

  #onFailure (error: unknown): void {
    const { code, message } = SubnetesError.from(error)
    if (code === 'failed_precondition') this.#setTrouble({ reason: 'RedisRefused', message })
    else this.#logger.warn('redis users not made; tried again', { error: message })
  }

  #waitForRedis (): void {
    if (this.#term === undefined || this.#awayTimer !== undefined || this.#trouble !== undefined) return
    const message = 'Redis does not answer: jobs are not taken and not run, and new workers cannot connect to it; calls are served'
    this.#awayTimer = setTimeout(() => this.#setTrouble({ reason: 'RedisUnavailable', message }), this.#init.awayGraceMs)
  }

  #setTrouble (trouble: Trouble | undefined): void {
    if (isDeepStrictEqual(this.#trouble, trouble)) return
    this.#trouble = trouble
    if (trouble === undefined) this.#logger.info('redis users are made again')
    else this.#logger.error('redis users cannot be made', { reason: trouble.reason, error: trouble.message })
    for (const { key } of this.#components.protocols.list()) this.#listeners.tell(key)
  }
}

function userOf (protocol: Protocol, credential: RedisCredential): Omit<RunnerUser, 'applied'> {
  return { uid: protocol.metadata.uid, hashes: [passwordHash(credential.password), ...credential.replaced.map(({ hash }) => hash)] }
}
