/**
 * Certificates at a real API server, by a clock of the test's own; the audit log counts what is written. cert-manager does not run here: its kind is a stand-in
 * without its schema, and the test writes the Secrets that it would write. That the object means to cert-manager what it should is not shown.
 */
import { X509Certificate } from 'node:crypto'
import type { Protocol } from '@subnetes/api'
import { checkTlsMaterial, silentLogger, silentMetrics } from '@subnetes/common'
import type { TlsMaterial } from '@subnetes/common'
import { Certificates, EventRecorder, Informer, Kinds, Listeners } from '@subnetes/operator'
import type { CertificatesInit, Manifest } from '@subnetes/operator'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { protocolObject } from '../fixtures/protocol-rules.ts'
import { createCa } from '../support/certificates.ts'
import { testClient } from './harness/connection.ts'
import type { TestClient } from './harness/connection.ts'
import { startControlPlane } from './harness/control-plane.ts'
import type { ControlPlane } from './harness/control-plane.ts'
import { installCrd, kubectlOf, must } from './harness/kubectl.ts'
import type { Kubectl } from './harness/kubectl.ts'
import { eventually } from './harness/program.ts'

const DAY = 86_400_000
const USER_AGENT = 'certificates-under-test'
const options = { fieldManager: 'test' }
let plane: ControlPlane
let kubectl: Kubectl
let tester: TestClient
let operator: TestClient
const stops: Array<() => Promise<void>> = []

beforeAll(async () => {
  plane = await startControlPlane({ controllers: true })
  kubectl = kubectlOf(plane.kubectlPath, plane.kubeconfig)
  await installCrd(kubectl)
  tester = testClient(plane.kubeconfig, { userAgent: 'test' })
  operator = testClient(plane.kubeconfig, { userAgent: USER_AGENT })
})

afterEach(async () => { for (const stop of stops.splice(0).reverse()) await stop() })

afterAll(async () => {
  await Promise.all([tester?.close(), operator?.close()])
  await plane?.stop()
})

/** An installation in a namespace of its own. */
interface Site {
  readonly namespace: string
  readonly certificates: Certificates
  readonly setNow: (now: number) => void
  readonly now: () => number
  /** Another process beside the first. */
  readonly restart: () => Promise<Certificates>
}

let sites = 0

async function install (init: Partial<CertificatesInit['tls']> = {}, more: Pick<CertificatesInit, 'console'> = {}): Promise<Site> {
  sites += 1
  const namespace = `site-${sites}`
  await must(kubectl(['create', 'namespace', namespace]))
  let now = Date.now()
  const start = async (): Promise<Certificates> => {
    const components = { client: operator.client, logger: silentLogger, metrics: silentMetrics }
    const events = new EventRecorder({ instance: 'test' }, components)
    const changes = new Listeners<[string]>(silentLogger)
    const informer = new Informer<Protocol>({ kind: Kinds.Protocol, namespace, onChange: ({ key }) => changes.tell(key) }, components)
    await informer.start()
    await informer.whenSynced()
    const protocols = {
      list: () => informer.list().map((protocol) => ({ key: `${namespace}/${protocol.metadata.name}`, protocol })),
      get: (key: string) => { const protocol = informer.get(key); return protocol === undefined ? undefined : { protocol } },
      onChange: (listener: (key: string) => void) => changes.add(listener)
    }
    const certificates = new Certificates({ instance: 'sub', tls: { namespace, ...init }, ...more, now: () => now, pollMs: 50 }, { ...components, protocols, events })
    await certificates.start()
    await certificates.lead({ number: 1, signal: new AbortController().signal, isCurrent: () => true })
    stops.push(async () => { await certificates.stop(); await informer.stop() })
    return certificates
  }
  const certificates = await start()
  return { namespace, certificates, setNow: (next) => { now = next }, now: () => now, restart: start }
}

async function apply (namespace: string, name: string, spec: object = {}): Promise<void> {
  const object = { ...protocolObject({ schema: { proto: 'syntax = "proto3";' }, ...spec }), metadata: { name } }
  await must(kubectl(['apply', '--server-side', '--force-conflicts', '-n', namespace, '-f', '-'], object))
}

async function get (kind: typeof Kinds.Secret, namespace: string, name: string): Promise<Manifest | undefined> {
  return await tester.client.get<Manifest>(kind, { namespace, name }).catch(() => undefined)
}

async function material (namespace: string, name: string): Promise<TlsMaterial | undefined> {
  const secret = await get(Kinds.Secret, namespace, name)
  const data = (secret?.['data'] ?? {}) as Record<string, string>
  const text = (key: string): string => Buffer.from(data[key] ?? '', 'base64').toString()
  return secret === undefined ? undefined : { ca: text('ca.crt'), cert: text('tls.crt'), key: text('tls.key') }
}

/** Waits for a Secret, for one that `wanted` holds of. */
async function whenSecret (namespace: string, name: string, wanted: (found: TlsMaterial) => boolean = () => true): Promise<TlsMaterial> {
  return await eventually(`Secret ${namespace}/${name}`, async () => {
    const found = await material(namespace, name)
    return found !== undefined && wanted(found) ? found : undefined
  })
}

const count = (pem: string): number => pem.split('BEGIN CERTIFICATE').length - 1
const isSignedBy = ({ cert }: TlsMaterial, ca: TlsMaterial): boolean => new X509Certificate(cert).verify(new X509Certificate(ca.cert).publicKey)

/** What the operator wrote in a namespace so far. */
async function writes (namespace: string): Promise<string[]> {
  const events = await plane.audit()
  return events.filter(({ userAgent, verb, objectRef }) => userAgent === USER_AGENT && objectRef?.namespace === namespace && !['get', 'list', 'watch'].includes(verb))
    .map(({ verb, objectRef }) => `${verb} ${objectRef?.resource ?? ''}/${objectRef?.name ?? ''}`)
}

/** Passes over everything are over when their reads have stopped. */
async function settled (namespace: string, minReads: number): Promise<void> {
  const reads = async (): Promise<number> => (await plane.audit()).filter(({ userAgent, verb, objectRef }) => userAgent === USER_AGENT && verb === 'get' && objectRef?.name === 'sub-ca' && objectRef.namespace === namespace).length
  await eventually('the authority is looked at', async () => await reads() >= minReads || undefined)
}

describe('certificates', () => {
  it('are made for operator, gateways and every Protocol, by one authority, each for its names and its side', async () => {
    const { namespace, certificates } = await install()
    await apply(namespace, 'inference')
    const ca = await whenSecret(namespace, 'sub-ca')
    const wanted: Array<[string, string, string[]]> = [
      ['sub-operator-tls', `operator.${namespace}`, ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']],
      ['sub-gateway-tls', `gateway.${namespace}`, ['1.3.6.1.5.5.7.3.2']],
      ['inference-worker-tls', `inference.${namespace}`, ['1.3.6.1.5.5.7.3.1']]
    ]
    for (const [name, dnsName, usages] of wanted) {
      const found = await whenSecret(namespace, name)
      expect(checkTlsMaterial(found, name)).toMatchObject({ names: [dnsName], isSignedByCa: true })
      expect([new X509Certificate(found.cert).keyUsage, found.ca, isSignedBy(found, ca)]).toEqual([usages, ca.ca, true])
      expect((await get(Kinds.Secret, namespace, name))?.['type']).toBe('kubernetes.io/tls')
    }
    await eventually('the operator has its own', () => certificates.source.isReady || undefined)
    expect(certificates.source.material).toEqual(await material(namespace, 'sub-operator-tls'))
    const labels = { 'subnetes.dev/tls': 'Own', 'subnetes.dev/protocol': 'inference' }
    expect(certificates.endpointTls({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace, labels } })).toEqual({ serverName: `inference.${namespace}`, trustedCa: undefined })
  })

  it('are made for a console where there is one, to dial and no more', async () => {
    const { namespace } = await install({}, { console: true })
    const found = await whenSecret(namespace, 'sub-console-tls')
    expect(checkTlsMaterial(found, 'test').names).toEqual([`console.${namespace}`])
    expect(new X509Certificate(found.cert).keyUsage).toEqual(['1.3.6.1.5.5.7.3.2'])
  })

  it('are written only when needed: not by a second pass, nor by a new process', async () => {
    const { namespace, certificates, restart } = await install()
    await apply(namespace, 'one')
    await whenSecret(namespace, 'one-worker-tls')
    const before = await writes(namespace)
    expect(before.toSorted()).toEqual(['create secrets/one-worker-tls', 'create secrets/sub-ca', 'create secrets/sub-gateway-tls', 'create secrets/sub-operator-tls'])
    certificates.touchAll()
    await settled(namespace, 2)
    const next = await restart()
    await eventually('the new process has read its own', () => next.source.isReady || undefined)
    await settled(namespace, 3)
    next.touchAll()
    await settled(namespace, 4)
    expect(await writes(namespace)).toEqual(before)
  })

  it('are renewed with a new key after two thirds of their life, and not before', async () => {
    const { namespace, certificates, setNow, now } = await install()
    await apply(namespace, 'old')
    const first = await whenSecret(namespace, 'old-worker-tls')
    const ca = await material(namespace, 'sub-ca')
    setNow(now() + 19 * DAY)
    certificates.touchAll()
    await settled(namespace, 2)
    expect(await material(namespace, 'old-worker-tls')).toEqual(first)
    setNow(now() + 2 * DAY)
    certificates.touchAll()
    const second = await whenSecret(namespace, 'old-worker-tls', ({ cert }) => cert !== first.cert)
    expect([second.key === first.key, second.ca === first.ca, await material(namespace, 'sub-ca')]).toEqual([false, true, ca])
    await eventually('the operator uses its new one', async () => certificates.source.material.cert === (await material(namespace, 'sub-operator-tls'))?.cert || undefined)
  })

  it('move to a new authority that all believe a day before it signs, when somebody asks for one', async () => {
    const { namespace, certificates, setNow, now } = await install()
    await apply(namespace, 'moving')
    const first = await whenSecret(namespace, 'moving-worker-tls')
    const oldCa = await whenSecret(namespace, 'sub-ca')
    await must(kubectl(['annotate', 'secret', 'sub-ca', '-n', namespace, 'subnetes.dev/rotate=true']))
    certificates.touchAll()
    const believing = await whenSecret(namespace, 'moving-worker-tls', ({ ca }) => count(ca) === 2)
    expect([believing.cert, believing.key]).toEqual([first.cert, first.key])
    for (const name of ['sub-gateway-tls', 'sub-operator-tls']) await whenSecret(namespace, name, ({ ca }) => count(ca) === 2)
    expect((await get(Kinds.Secret, namespace, 'sub-ca'))?.metadata.annotations).not.toHaveProperty('subnetes.dev/rotate')
    setNow(now() + DAY + 1000)
    certificates.touchAll()
    const newCa = await whenSecret(namespace, 'sub-ca', ({ cert }) => cert !== oldCa.cert)
    for (const name of ['moving-worker-tls', 'sub-gateway-tls', 'sub-operator-tls']) {
      const found = await whenSecret(namespace, name, (candidate) => isSignedBy(candidate, newCa))
      expect(count(found.ca)).toBe(2)
    }
    setNow(now() + 30 * DAY + 3_700_000)
    certificates.touchAll()
    const alone = await whenSecret(namespace, 'moving-worker-tls', ({ ca }) => count(ca) === 1)
    expect([isSignedBy(alone, newCa), alone.ca.trim()]).toEqual([true, newCa.cert.trim()])
  })

  it('are repaired when somebody spoils them, within the time that they are taken on trust', async () => {
    const { namespace, certificates, setNow, now } = await install()
    await apply(namespace, 'spoilt')
    const first = await whenSecret(namespace, 'spoilt-worker-tls')
    await must(kubectl(['patch', 'secret', 'spoilt-worker-tls', '-n', namespace, '--type=merge', '-p', '{"data":{"tls.crt":"eA=="}}']))
    setNow(now() + 600_000)
    certificates.touchAll()
    const second = await whenSecret(namespace, 'spoilt-worker-tls', ({ cert }) => cert.includes('BEGIN'))
    expect(checkTlsMaterial(second, 'test').names).toEqual([`spoilt.${namespace}`])
    expect(second.cert === first.cert).toBe(false)
  })

  it('never make another authority in place of one that cannot be read', async () => {
    const { namespace, certificates } = await install()
    await whenSecret(namespace, 'sub-gateway-tls')
    await must(kubectl(['patch', 'secret', 'sub-ca', '-n', namespace, '--type=merge', '-p', '{"data":{"tls.key":"eA=="}}']))
    const before = await writes(namespace)
    certificates.touchAll()
    await settled(namespace, 2)
    await apply(namespace, 'late')
    await whenSecret(namespace, 'late-worker-tls') // what was read before is good still
    expect((await writes(namespace)).slice(before.length)).toEqual(['create secrets/late-worker-tls'])
  })

  it('are not taken from others, nor given to a Protocol that is called as the installation is', async () => {
    const { namespace } = await install()
    const theirs = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'taken-worker-tls', namespace }, data: {} }
    await tester.client.create(Kinds.Secret, theirs, options)
    for (const name of ['taken', 'operator', 'gateway', 'plain']) await apply(namespace, name, name === 'plain' ? { tls: { mode: 'Disabled' } } : {})
    await apply(namespace, 'zz-last')
    await whenSecret(namespace, 'zz-last-worker-tls')
    const words = ['Secret .*taken-worker-tls is there and belongs to somebody else', '"operator" is a name of the installation', '"gateway" is a name of the installation']
    for (const note of words) await eventually(note, async () => new RegExp(note).test(await must(kubectl(['get', 'events', '-n', namespace]))) || undefined)
    expect((await get(Kinds.Secret, namespace, 'taken-worker-tls'))?.['data']).toBeUndefined()
    for (const name of ['operator', 'gateway', 'plain']) expect(await material(namespace, `${name}-worker-tls`)).toBeUndefined()
  })
})

describe('certificates of a Protocol', () => {
  it('go with their Protocol; those of the installation stay', async () => {
    const { namespace } = await install()
    await apply(namespace, 'gone')
    await whenSecret(namespace, 'gone-worker-tls')
    await must(kubectl(['delete', 'protocol', 'gone', '-n', namespace, '--wait=false']))
    await eventually('the Secret is gone', async () => await material(namespace, 'gone-worker-tls') === undefined || undefined, 90_000)
    expect(await material(namespace, 'sub-gateway-tls')).toBeDefined()
  }, 120_000) // the garbage collector looks for new kinds twice a minute
})

describe('certificates of cert-manager', () => {
  beforeAll(async () => {
    const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }
    await must(kubectl(['apply', '-f', '-'], {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'certificates.cert-manager.io', annotations: { 'api-approved.kubernetes.io': 'unapproved, a stand-in' } },
      spec: { group: 'cert-manager.io', scope: 'Namespaced', names: { kind: 'Certificate', plural: 'certificates' }, versions: [{ name: 'v1', served: true, storage: true, schema }] }
    }))
    await must(kubectl(['wait', '--for=condition=Established', '--timeout=30s', 'crd/certificates.cert-manager.io']))
  })

  const issuerRef = { name: 'vault', kind: 'ClusterIssuer', group: 'cert-manager.io' } as const
  const podOf = (namespace: string, name: string): Parameters<Certificates['endpointTls']>[0] => ({
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace, labels: { 'subnetes.dev/tls': 'Issued', 'subnetes.dev/protocol': name } }
  })

  async function playCertManager (namespace: string, name: string, issued: TlsMaterial): Promise<void> {
    const data = { 'ca.crt': issued.ca, 'tls.crt': issued.cert, 'tls.key': issued.key }
    const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]))
    await tester.client.create(Kinds.Secret, { apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls', metadata: { name, namespace }, data: encoded }, options)
  }

  it('are asked for when a Protocol names an issuer, whose authority gateways are told to believe', async () => {
    const { namespace, certificates } = await install()
    await apply(namespace, 'issued', { tls: { issuerRef } })
    const object = await eventually('a Certificate', async () => await get(Kinds.Certificate, namespace, 'issued-worker-issued-tls'))
    expect(object['spec']).toMatchObject({
      secretName: 'issued-worker-issued-tls',
      dnsNames: [`issued.${namespace}`],
      usages: ['digital signature', 'server auth'],
      duration: '720h0m0s',
      renewBefore: '240h0m0s',
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      issuerRef
    })
    expect(object.metadata.ownerReferences).toMatchObject([{ kind: 'Protocol', name: 'issued', controller: true }])
    const ca = await whenSecret(namespace, 'sub-ca')
    expect((await get(Kinds.ConfigMap, namespace, 'issued-worker-trust'))?.['data']).toEqual({ 'ca.crt': ca.ca })
    const { source } = certificates.runnerTls(podOf(namespace, 'issued')) ?? {}
    expect(source?.isReady).toBe(false)
    const issuer = await createCa()
    await playCertManager(namespace, 'issued-worker-issued-tls', await issuer.issue({ names: [`issued.${namespace}`] }))
    const trustedCa = await eventually('the issuer is known', () => certificates.endpointTls(podOf(namespace, 'issued'))?.trustedCa)
    expect(trustedCa).toBe(`${ca.ca}${issuer.pem}`)
    expect(source?.material).toEqual({ ...certificates.source.material, ca: trustedCa })
    const before = await writes(namespace)
    certificates.touchAll()
    await settled(namespace, 2)
    expect(await writes(namespace)).toEqual(before)
    expect(before).not.toContain('create secrets/issued-worker-tls')
  })

  it('are asked for the whole installation where it names an issuer, and no authority of its own is made', async () => {
    const { namespace, certificates } = await install({ issuerRef })
    await eventually('a Certificate', async () => await get(Kinds.Certificate, namespace, 'sub-gateway-tls'))
    const issuer = await createCa()
    await playCertManager(namespace, 'sub-operator-tls', await issuer.issue({ names: [`operator.${namespace}`] }))
    await apply(namespace, 'all')
    await eventually('the Certificate of a Protocol', async () => await get(Kinds.Certificate, namespace, 'all-worker-issued-tls'))
    expect((await get(Kinds.ConfigMap, namespace, 'all-worker-trust'))?.['data']).toEqual({ 'ca.crt': issuer.pem })
    expect([await material(namespace, 'sub-ca'), certificates.source.isReady]).toEqual([undefined, true])
  })
})
