/** Certificates of the installation: of its operator and gateways, and of every Protocol's runners. Made, renewed and replaced by the leader; read by all replicas. */
import type { IssuerReference, Protocol } from '@subnetes/api'
import { SubnetesError, consoleTlsName, gatewayTlsName, operatorTlsName, protocolTlsName } from '@subnetes/common'
import type { Logger, Metrics, Startable, TlsClientInit, TlsMaterial, TlsSource } from '@subnetes/common'
import type { ApiClient } from '../controller/api-client.ts'
import { Listeners } from '../controller/change-source.ts'
import type { ChangeSource, KeyListener } from '../controller/change-source.ts'
import type { EventRecorder } from '../controller/event-recorder.ts'
import { Kinds } from '../controller/kinds.ts'
import type { LeaderPart, LeaderTerm } from '../controller/leader-term.ts'
import { WorkQueue } from '../controller/work-queue.ts'
import type { WorkResult } from '../controller/work-queue.ts'
import { ownedMetadata } from '../resources/metadata.ts'
import type { KubeObject } from '../resources/kube-object.ts'
import { Label, workerName } from '../resources/names.ts'
import { issuedSecretName, issuerOf, serverNameOf, tlsModeOf, tlsSecretName } from '../resources/tls-volume.ts'
import type { InstallationTls } from '../resources/tls-volume.ts'
import { AuthorityKeeper } from './authority-keeper.ts'
import type { LeafInit } from './authority.ts'
import { certificateObject, trustConfigMap, workerCertificate } from './cert-manager.ts'
import { ensure, find } from './installed-objects.ts'
import { IssuerTrust } from './issuer-trust.ts'
import { LeafKeeper } from './leaf-keeper.ts'
import { OwnCertificate } from './own-certificate.ts'
import { installationMetadata } from './metadata.ts'
import type { AuthorityState } from './policy.ts'
import { trustOf } from './policy.ts'
import { readLeafSecret } from './tls-secrets.ts'
import type { Secret } from './tls-secrets.ts'

/** Options of {@link Certificates}. */
export interface CertificatesInit {
  /** The release's name: prefix of the installation's Secrets. */
  readonly instance: string
  readonly tls: InstallationTls
  /** Whether there is a console, which needs one too. @default false */
  readonly console?: boolean
  /** Epoch milliseconds. @default Date.now */
  readonly now?: () => number
  /** How often a replica looks for its own certificate. @default 30 000, and 1000 until there is one */
  readonly pollMs?: number
}

/** Components of {@link Certificates}. */
export interface CertificatesComponents {
  readonly client: ApiClient
  readonly logger: Logger
  readonly metrics: Metrics
  readonly protocols: CertifiedProtocols
  /** Told why a Protocol gets no certificate. */
  readonly events?: EventRecorder | undefined
}

/** Every Protocol, served or not: one that is broken keeps its workers. */
export interface CertifiedProtocols extends ChangeSource {
  readonly list: () => ReadonlyArray<{ readonly key: string, readonly protocol: Protocol }>
  readonly get: (key: string) => { readonly protocol: Protocol } | undefined
}

/** Longest time until an object is looked at again. What others do to a Secret is repaired within it: Secrets are not watched, which would need the right to list all. */
export const RECHECK_MS = 600_000
/** Key of the installation's own certificates in the queue: no Protocol has it. */
const INSTALLATION = '/'
/** End of the name of the Secret with the operator's own. */
const OWN = 'operator-tls'

/** Keeps all certificates. {@link Certificates.source} works in every replica from `start` on, the rest while this one leads. */
export class Certificates implements Startable, LeaderPart, ChangeSource {
  readonly #init: CertificatesInit
  readonly #components: CertificatesComponents
  readonly #now: () => number
  readonly #queue: WorkQueue
  readonly #own: OwnCertificate
  readonly #authority: AuthorityKeeper
  readonly #leaves: LeafKeeper
  readonly #changes: Listeners<[string]>
  readonly #issuers = new IssuerTrust()
  #trust = ''
  #fingerprint = ''
  #term: LeaderTerm | undefined
  #stopFollowing: (() => void) | undefined

  constructor (init: CertificatesInit, components: CertificatesComponents) {
    this.#init = init
    this.#components = components
    this.#now = init.now ?? Date.now
    const logger = components.logger.child({ component: 'certificates' })
    this.#changes = new Listeners(logger)
    this.#queue = new WorkQueue({ name: 'certificates', handler: async (key, signal) => await this.#pass(key, signal) }, components)
    this.#own = new OwnCertificate({ place: this.#secretPlace(OWN), pollMs: init.pollMs }, { client: components.client, logger })
    this.#own.store.onChange(() => this.#issuers.setOwn(this.#own.store.material))
    const assertLeader = (): void => this.#assertLeader()
    const keep = { client: components.client, logger, now: this.#now, assertLeader }
    this.#authority = new AuthorityKeeper(init.instance, init.tls.namespace, keep)
    this.#leaves = new LeafKeeper(keep)
  }

  /** The operator's own certificate: for its Control server, and as the client of runners. */
  get source (): TlsSource {
    return this.#own.store
  }

  async start (): Promise<void> {
    await this.#own.start()
  }

  async lead (term: LeaderTerm): Promise<void> {
    this.#term = term
    this.#stopFollowing = this.#components.protocols.onChange((key) => this.#queue.add(key))
    this.touchAll()
    await this.#queue.start()
  }

  async stop (): Promise<void> {
    this.#stopFollowing?.()
    await this.#queue.stop()
    await this.#own.stop()
  }

  /** Looks at everything again. */
  touchAll (): void {
    this.#queue.add(INSTALLATION)
    for (const { key } of this.#components.protocols.list()) this.#queue.add(key)
  }

  /** Told when {@link endpointTls} of a Protocol's pods has changed. */
  onChange (listener: KeyListener): () => void {
    return this.#changes.add(listener)
  }

  /** How gateways are to dial a worker: the name in its certificate, and whom to believe if not those they believe anyway. Undefined: in plaintext. */
  endpointTls (pod: KubeObject): { readonly serverName: string, readonly trustedCa?: string | undefined } | undefined {
    const serverName = serverNameOf(pod)
    return serverName === undefined ? undefined : { serverName, trustedCa: this.#issuers.trustedCa(protocolKeyOf(pod)) }
  }

  /** How this operator dials a worker; undefined: in plaintext. */
  runnerTls (pod: KubeObject): TlsClientInit | undefined {
    const serverName = serverNameOf(pod)
    if (serverName === undefined) return undefined
    const isIssued = pod.metadata.labels?.[Label.Tls] === 'Issued'
    return { serverName, source: isIssued ? this.#issuers.source(protocolKeyOf(pod)) : this.source }
  }

  async #pass (key: string, signal: AbortSignal): Promise<WorkResult> {
    if (this.#term?.isCurrent() !== true) return {}
    if (key === INSTALLATION) return await this.#installation(signal)
    const found = this.#components.protocols.get(key)
    if (found === undefined) {
      this.#issuers.forget(key)
      return {}
    }
    if (found.protocol.metadata.deletionTimestamp != null || this.#trust === '') return {} // without trust yet: the installation's pass comes back to it
    try {
      return await this.#protocol(key, found.protocol, signal)
    } catch (error) {
      const { code, message } = SubnetesError.from(error)
      const isForPeople = code === 'already_exists' || code === 'failed_precondition'
      if (isForPeople) await this.#components.events?.record(found.protocol, { type: 'Warning', reason: 'CertificateNotIssued', action: 'Issue', note: message }, { signal })
      throw error
    }
  }

  /** The authority, then the installation's own parts. */
  async #installation (signal: AbortSignal): Promise<WorkResult> {
    const { issuerRef } = this.#init.tls
    if (issuerRef !== undefined) return await this.#installationIssued(issuerRef, signal)
    const { state, until } = await this.#authority.keep(signal)
    const times = [until]
    for (const [name, leaf] of this.#installationLeaves()) {
      const kept = await this.#leaves.keep(this.#metadata(name), leaf, state, signal)
      if (name === OWN && kept.material !== undefined) this.#own.store.set(kept.material)
      times.push(kept.until)
    }
    this.#setTrust(trustOf(state), state)
    return this.#again(...times)
  }

  /** By the end of their Secrets' names, the operator's own first. */
  #installationLeaves (): ReadonlyMap<string, LeafInit> {
    const { tls: { namespace }, console = false } = this.#init
    const leaves = new Map<string, LeafInit>([
      [OWN, { names: [operatorTlsName(namespace)], usages: ['server', 'client'] }],
      ['gateway-tls', { names: [gatewayTlsName(namespace)], usages: ['client'] }]
    ])
    if (console) leaves.set('console-tls', { names: [consoleTlsName(namespace)], usages: ['client'] })
    return leaves
  }

  async #installationIssued (issuer: IssuerReference, signal: AbortSignal): Promise<WorkResult> {
    this.#assertLeader()
    for (const [name, leaf] of this.#installationLeaves()) {
      await ensure(this.#components.client, Kinds.Certificate, certificateObject(this.#metadata(name), leaf, issuer), { signal })
    }
    const material = await this.#readIssued(this.#secretPlace(OWN), signal)
    if (material === undefined) return { requeueAfterMs: ISSUE_POLL_MS }
    this.#own.store.set(material)
    this.#setTrust(material.ca, undefined)
    return this.#again()
  }

  async #protocol (key: string, protocol: Protocol, signal: AbortSignal): Promise<WorkResult> {
    const { tls } = this.#init
    const mode = tlsModeOf(protocol, tls)
    if (mode === undefined) return {}
    const { name, namespace = '' } = protocol.metadata
    const leaf: LeafInit = { names: [protocolTlsName(name, namespace)], usages: ['server'] }
    const taken = [...this.#installationLeaves().values()].flatMap(({ names }) => names)
    if (namespace === tls.namespace && leaf.names.some((own) => taken.includes(own))) {
      throw new SubnetesError('failed_precondition', `protocol ${key} gets no certificate: "${name}" is a name of the installation's own here; rename the protocol, or set tls.mode to Disabled`)
    }
    const issuer = issuerOf(protocol, tls)
    if (issuer !== undefined) return await this.#protocolIssued(key, { protocol, leaf, issuer }, signal)
    const { state } = await this.#authority.present(signal)
    const { until } = await this.#leaves.keep({ ...ownedMetadata(protocol), name: tlsSecretName(workerName(protocol)) }, leaf, state, signal)
    return this.#again(until)
  }

  async #protocolIssued (key: string, { protocol, leaf, issuer }: { protocol: Protocol, leaf: LeafInit, issuer: IssuerReference }, signal: AbortSignal): Promise<WorkResult> {
    const { client } = this.#components
    this.#assertLeader()
    await ensure(client, Kinds.ConfigMap, trustConfigMap(protocol, this.#trust), { signal })
    await ensure(client, Kinds.Certificate, workerCertificate(protocol, leaf, issuer), { signal })
    const material = await this.#readIssued({ namespace: protocol.metadata.namespace ?? '', name: issuedSecretName(workerName(protocol)) }, signal)
    if (material === undefined) return { requeueAfterMs: ISSUE_POLL_MS }
    if (this.#issuers.set(key, material.ca)) this.#changes.tell(key)
    return this.#again()
  }

  async #readIssued (place: { readonly namespace: string, readonly name: string }, signal: AbortSignal): Promise<TlsMaterial | undefined> {
    const secret = await find<Secret>(this.#components.client, Kinds.Secret, place, { signal })
    return secret === undefined ? undefined : readLeafSecret(secret)
  }

  /** Another authority that is believed, or that signs, is a matter of every Protocol. */
  #setTrust (trust: string, state: AuthorityState | undefined): void {
    const fingerprint = `${trust}${state?.active.cert ?? ''}`
    if (this.#fingerprint === fingerprint) return
    this.#fingerprint = fingerprint
    this.#trust = trust
    for (const { key } of this.#components.protocols.list()) this.#queue.add(key)
    for (const key of this.#issuers.setTrust(trust)) this.#changes.tell(key)
  }

  #again (...times: number[]): WorkResult {
    return { requeueAfterMs: Math.max(1000, Math.min(RECHECK_MS, ...times.map((time) => time - this.#now()))) }
  }

  #metadata (name: string): ReturnType<typeof installationMetadata> {
    return installationMetadata(this.#init.instance, this.#init.tls.namespace, name)
  }

  #secretPlace (name: string): { readonly namespace: string, readonly name: string } {
    return { namespace: this.#init.tls.namespace, name: `${this.#init.instance}-${name}` }
  }

  #assertLeader (): void {
    if (this.#term?.isCurrent() !== true) throw new SubnetesError('aborted', 'no longer the leader')
  }
}

function protocolKeyOf ({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.labels?.[Label.Protocol] ?? ''}`
}

/** cert-manager needs seconds for a certificate; then it is looked for again. */
const ISSUE_POLL_MS = 2000
