/** A protocol without gateway code: its handlers are registered from the assignment, its calls go to workers as bytes. */
import { SubnetesError } from '@subnetes/common'
import { pulled, pushed } from '@subnetes/rpc'
import { conflictText } from './handle-registry.ts'
import { JobDesk } from './jobs/job-desk.ts'
import { jobTarget, queuedCall } from './jobs/job-target.ts'
import { FLUSH_MS, settledWithin } from './settle.ts'
import type { AnswerSink, Logger, MethodShape, RunningCall } from '@subnetes/common'
import type { ProtocolState } from '@subnetes/control'
import type { Dispatcher, OnDemand, PoolSpec, RunningJob } from '@subnetes/dispatch'
import type { Call, CallHandler, CallServer, IncomingCall, ServedMethod } from '@subnetes/rpc'
import type { AccessGate, AccessSubject } from './access.ts'
import type { AssignedHandler, AssignedProtocol } from './assignment.ts'
import type { LedgerPage } from './call-ledger.ts'
import type { HandleOwner, HandleRegistry } from './handle-registry.ts'
import type { OpenJobs } from './jobs/job-desk.ts'
import type { JobTarget } from './jobs/job-target.ts'

/** Registers one handler on every wire. `close` unregisters it before it returns; its promise waits for running calls, which end with `unavailable` after `graceMs`. */
export type ServeHandle = (init: { handle: string, method: MethodShape, server: CallServer, maxRequestBytes?: number }) => Promise<ServedMethod>

/** What a {@link DeclaredProtocol} needs. */
export interface DeclaredProtocolComponents {
  serve: ServeHandle
  dispatcher: (components: { spec: PoolSpec, onDemand: OnDemand }) => Dispatcher
  /** Where its jobs are kept. */
  openJobs: OpenJobs
  handles: HandleRegistry
  /** Who may call. Stands around every call and every submit of a job. */
  gate: (subject: AccessSubject) => AccessGate
  /** Where its calls are counted. */
  page: LedgerPage
  announcer: { add: (handle: string) => void, remove: (handle: string) => void }
  onDemand: OnDemand
  /** How long calls may go on whose handler was removed or changed. */
  drainMs: number
  /** This gateway, base58 text. */
  localPeer: string
  logger: Logger
}

/** A handler that peers can call now. */
interface Registration {
  readonly method: AssignedHandler
  readonly served: ServedMethod
}

/** Serves an assigned protocol until it is removed. Changes are applied one after the other: callers wait for `apply` before they call it again. */
export class DeclaredProtocol {
  readonly name: string
  /** Serves a call of this protocol with everything that stands around it: count, access, route. */
  readonly server: CallServer
  /** The same for neighbours, which pull. */
  readonly handler: CallHandler
  readonly dispatcher: Dispatcher
  /** Its jobs; limits and namespace are those of its first assignment. */
  readonly jobs: JobDesk
  readonly #components: DeclaredProtocolComponents
  readonly #registrations = new Map<string, Registration>()
  readonly #closing = new Set<Promise<void>>()
  readonly #gate: AccessGate
  #methods = new Map<string, AssignedHandler>()
  #assignment: AssignedProtocol
  #owner: HandleOwner
  #state: ProtocolState
  #isRemoved = false

  constructor (assignment: AssignedProtocol, components: DeclaredProtocolComponents) {
    this.name = assignment.name
    this.#assignment = assignment
    this.#components = components
    this.#owner = { kind: 'declared', name: assignment.name, service: assignment.service }
    this.#state = { protocol: assignment.name, generation: assignment.generation, registered: false, error: 'not registered yet' }
    this.dispatcher = components.dispatcher({ spec: assignment.pool, onDemand: components.onDemand })
    this.jobs = new JobDesk({ protocol: assignment.name, namespace: assignment.namespace, limits: assignment.jobs }, {
      open: components.openJobs,
      run: (job) => this.#runJob(job),
      slots: () => this.dispatcher.load().readyWorkers * this.#assignment.pool.concurrency,
      logger: components.logger
    })
    this.#gate = components.gate(accessSubject(assignment))
    this.server = components.page.filter(this.#gate.filter((call, sink) => this.#route(call, sink)))
    this.handler = pulled(this.server)
  }

  /** The newest assignment, whether or not its handlers could be registered. */
  get assignment (): AssignedProtocol { return this.#assignment }

  /** Whether the newest assignment is in force. */
  get state (): ProtocolState { return this.#state }

  /** The handles that peers can call now. */
  get handles (): readonly string[] { return [...this.#registrations.keys()] }

  /**
   * Brings the served handlers to an assignment: only what differs is registered again, and calls that run are left alone. When a handle belongs to
   * another protocol, what was served so far is served on, and the state says why. A service that gateway code serves is backed: its handles stay there.
   */
  async apply (assignment: AssignedProtocol): Promise<ProtocolState> {
    this.#gate.apply(accessSubject(assignment))
    this.#assignment = assignment
    this.dispatcher.update(assignment.pool)
    const owner = { kind: 'declared', name: assignment.name, service: assignment.service } as const
    this.#components.handles.release(this.#owner, this.handles)
    const conflict = this.#components.handles.claim(owner, assignment.methods.map((method) => method.handle))
    if (conflict !== undefined && !isBacking(conflict.owner, assignment)) {
      this.#components.handles.claim(this.#owner, this.handles)
      return this.#settle(conflictText(conflict))
    }
    this.#owner = owner
    this.#methods = new Map(assignment.methods.map((method) => [method.handle, method]))
    try {
      await this.#register(conflict === undefined ? assignment.methods : [])
      return this.#settle('')
    } catch (error) {
      return this.#settle(SubnetesError.from(error).message)
    }
  }

  /** Sends a call to the workers with nothing around it: for gateway code, which answers for its callers itself. @throws {SubnetesError} `unavailable` once it is removed */
  toWorkers (call: Call): AsyncIterable<Uint8Array> {
    const { handle, remotePeer: peer, requests, deadline, signal, traceparent } = call
    return this.dispatcher.dispatch({ method: this.#served(handle), handle, peer, gatewayPeer: this.#components.localPeer, requests, deadline, signal, traceparent })
  }

  /** Whether a peer may call none of its methods now. */
  async revokes (peer: string): Promise<boolean> {
    return await this.#gate.revokes(peer)
  }

  /** The method behind a handle, for jobs; undefined when it is not one of this protocol. */
  jobTarget (handle: string): JobTarget | undefined {
    const method = this.#methods.get(handle)
    return method === undefined ? undefined : jobTarget(method, this.jobs, this.#gate.filter)
  }

  /** To the queue of jobs, or to a worker. */
  #route (call: IncomingCall, sink: AnswerSink): RunningCall {
    const { handle, remotePeer: peer, requests, deadline, traceparent } = call
    const method = this.#served(handle)
    if (method.isQueued) return pushed((queued) => queuedCall(queued, method, this.jobs))(call, sink)
    return this.dispatcher.startCall({ method, handle, peer, gatewayPeer: this.#components.localPeer, requests, deadline, traceparent }, sink)
  }

  /** @throws {SubnetesError} `unavailable` when the method is gone */
  #served (handle: string): AssignedHandler {
    const method = this.#methods.get(handle)
    if (method !== undefined && !this.#isRemoved) return method
    throw new SubnetesError('unavailable', `${handle} is no longer served here; try another peer`)
  }

  /** An attempt of a job through the dispatcher, for stores without workers of their own. */
  #runJob (job: RunningJob): AsyncIterable<Uint8Array> {
    return this.dispatcher.dispatch({ ...job, method: this.#served(job.handle), requests: job.request, job })
  }

  /** Peers can no longer call it, and its handles are free. Running calls go on. */
  async unregister (): Promise<void> {
    this.#components.handles.release(this.#owner, [...this.handles, ...this.#assignment.methods.map((method) => method.handle)])
    await this.#register([])
  }

  /** Unregisters, lets running calls finish within `drainMs`, then ends them with `unavailable`. */
  async remove (drainMs: number): Promise<void> {
    await this.unregister()
    await settledWithin(this.#components.page.idle(), drainMs)
    this.#isRemoved = true
    this.#gate.stop()
    await this.jobs.stop()
    await this.dispatcher.stop()
    await settledWithin(Promise.all(this.#closing), FLUSH_MS)
  }

  async #register (methods: readonly AssignedHandler[]): Promise<void> {
    const wanted = new Map(methods.map((method) => [method.handle, method]))
    for (const [handle, registration] of this.#registrations) {
      const next = wanted.get(handle)
      if (next !== undefined && isSameOnTheWire(registration.method, next)) continue
      this.#registrations.delete(handle)
      if (next === undefined) this.#components.announcer.remove(handle)
      this.#close(handle, registration)
    }
    for (const method of methods) {
      if (this.#registrations.has(method.handle)) continue
      const served = await this.#components.serve({
        handle: method.handle, method, server: this.server, ...(method.maxRequestBytes === undefined ? {} : { maxRequestBytes: method.maxRequestBytes })
      })
      this.#registrations.set(method.handle, { method, served })
      this.#components.announcer.add(method.handle)
    }
  }

  /** Running calls go on; nobody waits for them here. */
  #close (handle: string, registration: Registration): void {
    const closing = registration.served.close({ graceMs: this.#components.drainMs }).catch((error: unknown) => {
      this.#components.logger.warn('handler did not close', { handle, error: SubnetesError.from(error).message })
    }).finally(() => this.#closing.delete(closing))
    this.#closing.add(closing)
  }

  #settle (error: string): ProtocolState {
    const registered = error === ''
    this.#state = { protocol: this.name, generation: this.#assignment.generation, registered, error }
    const fields = { protocol: this.name, generation: this.#assignment.generation, handles: this.handles }
    if (registered) this.#components.logger.info('protocol served', fields)
    else this.#components.logger.error('protocol not registered', { ...fields, error })
    return this.#state
  }
}

/** An assignment as far as its gate goes. */
export function accessSubject ({ access, methods, descriptorSet }: AssignedProtocol): AccessSubject {
  return { rules: access, methods, service: { descriptorSet, methods } }
}

/** Gateway code serves the very same service: the assignment only brings it workers. */
function isBacking (owner: HandleOwner, assignment: AssignedProtocol): boolean {
  return owner.kind === 'written' && owner.service === assignment.service
}

/** What a wire was told at registration; everything else is read at each call. */
function isSameOnTheWire (a: AssignedHandler, b: AssignedHandler): boolean {
  return a.requestStream === b.requestStream && a.responseStream === b.responseStream && a.maxRequestBytes === b.maxRequestBytes && a.path === b.path
}
