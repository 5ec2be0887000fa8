/**
 * `access` of one protocol as a filter of its calls: the same meaning on every wire and for jobs. What is cheap is asked first: lists, rates, stake, and only then
 * the bytes of the request.
 */
import type { ProtocolAccess, RateLimit } from '@subnetes/api'
import { CallRelay, ENDED_CALL, SubnetesError, silentLogger } from '@subnetes/common'
import type { AnswerSink, Logger, MethodShape, RunningCall } from '@subnetes/common'
import { authorizeServing, filterOf } from '@subnetes/rpc'
import type { Authorizer, CallFacts, CallFilter, CallServer, IncomingCall } from '@subnetes/rpc'
import { accessOf, checkAccess } from './access-rules.ts'
import type { AccessRules } from './access-rules.ts'
import { readAuth } from './auth-field.ts'
import type { AuthFields } from './auth-field.ts'
import { PeerLimiter } from './peer-limiter.ts'
import type { LimitedCall } from './peer-limiter.ts'
import { requireStake } from './proof-of-stake-authorizer.ts'
import { refusal } from './refusal.ts'
import type { SharedRates } from './shared-rates.ts'
import type { StakeOracle } from './stake-oracle.ts'

/** How often the stake of peers with open calls is asked again. */
export const DEFAULT_RECHECK_MS = 30_000

/** What access control stands on. */
export interface AccessComponents {
  /** Undefined when no rule may ask for stake. */
  oracle?: StakeOracle | undefined
  /** Checks and signs messages, a SignatureAuthorizer; undefined when no rule may ask for signatures. */
  signature?: { readonly authorizer: Authorizer, readonly fields: AuthFields } | undefined
  logger?: Logger | undefined
  /** Keeps rates together with other replicas. @default each process for itself */
  rates?: SharedRates | undefined
  /** Calls that this process makes itself, whose messages carry no signature to check. @default none */
  isOwnMessage?: ((call: CallFacts) => boolean) | undefined
  /** @default {@link DEFAULT_RECHECK_MS} */
  recheckMs?: number | undefined
  now?: (() => number) | undefined
}

/** Access control of one protocol. */
export interface AccessControl {
  /** Stands around every call. */
  readonly filter: CallFilter
  /** New rules, from now on. Open calls of peers that they no longer let in end with `permission_denied`. @throws {SubnetesError} as checkAccess; the old rules then stay */
  readonly update: (rules: AccessRules, methods: Iterable<MethodShape>) => void
  /** Whether a peer may call none of the methods now, by the lists and its stake. Stake that cannot be told revokes nobody. */
  readonly revokes: (peer: string) => Promise<boolean>
  /** Asks again for the stake of peers with open calls, and ends those of peers that lost it. Runs by itself while there are such calls. */
  readonly recheck: () => Promise<void>
  /** Calls that run now. */
  readonly running: number
  /** Stops looking again and sharing rates. Calls are left alone. */
  readonly stop: () => void
}

/** @throws {SubnetesError} as checkAccess */
export function accessControl (rules: AccessRules, methods: Iterable<MethodShape>, components: AccessComponents = {}): AccessControl {
  return new ProtocolAccessControl(rules, methods, components)
}

interface Running { readonly call: IncomingCall, readonly relay: CallRelay }

class ProtocolAccessControl implements AccessControl {
  readonly #components: AccessComponents
  readonly #running = new Set<Running>()
  /** By method name, or '' for the methods without rules of their own. */
  readonly #limiters = new Map<string, PeerLimiter>()
  #rules: AccessRules
  #methods: readonly MethodShape[] = []
  #timer: NodeJS.Timeout | undefined

  constructor (rules: AccessRules, methods: Iterable<MethodShape>, components: AccessComponents) {
    this.#components = components
    this.#rules = rules
    this.update(rules, methods)
    if (rules.protocol === undefined && rules.methods.size === 0) {
      (components.logger ?? silentLogger).info('no access rules: every connected peer may call, within the limits of the gateway', { protocol: rules.what })
    }
  }

  get running (): number { return this.#running.size }

  update (rules: AccessRules, methods: Iterable<MethodShape>): void {
    const shapes = [...methods]
    const { oracle, signature } = this.#components
    checkAccess(rules, shapes, { hasOracle: oracle !== undefined, fields: signature?.fields })
    this.#rules = rules
    this.#methods = shapes
    for (const scope of this.#limiters.keys()) if (scope !== '' && !rules.methods.has(scope)) this.#forget(scope)
    for (const { call, relay } of [...this.#running]) {
      const refused = refusedByLists(accessOf(rules, call.method.name), call)
      if (refused !== undefined) relay.cancel(refused)
    }
    void this.recheck()
  }

  async revokes (peer: string): Promise<boolean> {
    for (const { name } of this.#methods) {
      const access = accessOf(this.#rules, name)
      if (refusedByLists(access, { remotePeer: peer, handle: name }) === undefined && !await this.#lacksStake(access, peer)) return false
    }
    return true
  }

  async recheck (): Promise<void> {
    await Promise.all([...this.#running].map(async ({ call, relay }) => {
      const access = accessOf(this.#rules, call.method.name)
      if (await this.#lacksStake(access, call.remotePeer)) relay.cancel(refusal('not_staked', `peer ${call.remotePeer} is no longer staked as ${access.stake?.minClass ?? ''} or above`, { what: call.handle }))
    }))
  }

  stop (): void {
    this.#stopLooking()
    for (const scope of [...this.#limiters.keys()]) this.#forget(scope)
  }

  readonly filter: CallFilter = (next) => (call, sink) => {
    try {
      return this.#admit(call, sink, next)
    } catch (error) {
      sink.end(SubnetesError.from(error))
      return ENDED_CALL
    }
  }

  /** @throws {SubnetesError} when the lists or the rates refuse it */
  #admit (call: IncomingCall, sink: AnswerSink, next: CallServer): RunningCall {
    const access = accessOf(this.#rules, call.method.name)
    const refused = refusedByLists(access, call)
    if (refused !== undefined) throw refused
    const limited = this.#limiter(call.method.name, access).admit(call.remotePeer, call.handle)
    const relay = new CallRelay(sink, () => {
      limited.end()
      this.#leave(running)
      asking?.abort()
    })
    const running: Running = { call, relay }
    const proceed = (): void => relay.start((answers) => this.#signed(access, call, next)(countedCall(call, limited), answers))
    const asking = access.stake === undefined ? undefined : new AbortController()
    this.#enter(running)
    if (access.stake === undefined || asking === undefined) proceed()
    else requireStake(this.#oracle(), access.stake.minClass, { ...call, signal: asking.signal }).then(proceed, (error: unknown) => relay.cancel(SubnetesError.from(error)))
    return relay
  }

  #signed ({ messageSignature = 'Off' }: ProtocolAccess, call: IncomingCall, next: CallServer): CallServer {
    const { method } = call
    const { signature, isOwnMessage } = this.#components
    if (messageSignature === 'Off' || signature === undefined || method.requestStream || isOwnMessage?.(call) === true) return next
    const { request, response } = signature.fields(method)
    if (request === undefined || response === undefined) return next
    return filterOf(authorizeServing(messageSignature === 'Required' ? signature.authorizer : whereSigned(signature.authorizer, request)))(next)
  }

  #limiter (method: string, { rateLimit = {} }: ProtocolAccess): PeerLimiter {
    const scope = this.#rules.methods.has(method) ? method : ''
    const known = this.#limiters.get(scope)
    known?.update(rateLimit)
    return known ?? this.#newLimiter(scope, rateLimit)
  }

  #newLimiter (scope: string, rateLimit: RateLimit): PeerLimiter {
    const { rates, now } = this.#components
    const limiter = rates?.limiter(`${this.#rules.what}/${scope}`, rateLimit, { now }) ?? new PeerLimiter(rateLimit, { now })
    this.#limiters.set(scope, limiter)
    return limiter
  }

  #forget (scope: string): void {
    const limiter = this.#limiters.get(scope)
    this.#limiters.delete(scope)
    if (limiter !== undefined) this.#components.rates?.release(limiter)
  }

  #oracle (): StakeOracle {
    const { oracle } = this.#components
    if (oracle === undefined) throw new SubnetesError('internal', `${this.#rules.what}: access.stake without a stake oracle`)
    return oracle
  }

  async #lacksStake ({ stake }: ProtocolAccess, peer: string): Promise<boolean> {
    if (stake === undefined) return false
    try {
      return !await this.#oracle().isStaked(peer, stake.minClass)
    } catch (error) {
      this.#components.logger?.debug('stake cannot be told; open calls go on', { peerId: peer, error: SubnetesError.from(error).message })
      return false
    }
  }

  #enter (running: Running): void {
    this.#running.add(running)
    if (this.#timer !== undefined) return
    this.#timer = setInterval(() => { void this.recheck() }, this.#components.recheckMs ?? DEFAULT_RECHECK_MS)
    this.#timer.unref()
  }

  #leave (running: Running): void {
    this.#running.delete(running)
    if (this.#running.size === 0) this.#stopLooking()
  }

  #stopLooking (): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}

/** `deny` wins over `allow`. */
function refusedByLists ({ allow, deny }: ProtocolAccess, { remotePeer, handle: what }: Pick<CallFacts, 'remotePeer' | 'handle'>): SubnetesError | undefined {
  if (deny?.includes(remotePeer) === true) return refusal('denied', `peer ${remotePeer} is denied`, { what })
  if (allow !== undefined && !allow.includes(remotePeer)) return refusal('not_allowed', `peer ${remotePeer} is not on the list of those allowed`, { what })
  return undefined
}

/** Signed requests are checked and their answers signed; the others pass. */
function whereSigned (authorizer: Authorizer, requestField: number): Authorizer {
  const isSigned = (request: Uint8Array): boolean => {
    try {
      return readAuth(request, requestField) !== undefined
    } catch {
      // Bytes that cannot be read are for the authorizer to refuse.
      return true
    }
  }
  return {
    authorizeCaller: (call) => authorizer.authorizeCaller?.(call),
    validateRequest: async (request, call) => { if (isSigned(request)) await authorizer.validateRequest?.(request, call) },
    signResponse: async (response, request, call) => isSigned(request) ? await authorizer.signResponse?.(response, request, call) ?? response : response
  }
}

/** The call, whose request bytes count as in flight: those of the only request until the call ends, one of a stream until the next is asked for. @throws {SubnetesError} `resource_exhausted` */
function countedCall (call: IncomingCall, limited: LimitedCall): IncomingCall {
  const { requests } = call
  if (requests instanceof Uint8Array) {
    limited.hold(requests.length)
    return call
  }
  const { handle, method, remotePeer, localPeer, wire, deadline, traceparent } = call
  return { handle, method, remotePeer, localPeer, wire, deadline, traceparent, requests: counted(requests, limited) }
}

async function * counted (requests: AsyncIterable<Uint8Array>, limited: LimitedCall): AsyncGenerator<Uint8Array> {
  for await (const request of requests) {
    limited.hold(request.length)
    yield request
    limited.letGo(request.length)
  }
}
