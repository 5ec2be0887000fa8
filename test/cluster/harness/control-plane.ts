/** A real Kubernetes control plane of one's own on 127.0.0.1: etcd, kube-apiserver and, when asked for, kube-controller-manager and kube-scheduler. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import https from 'node:https'
import { join } from 'node:path'
import { findBinaries } from './binaries.ts'
import type { Binaries } from './binaries.ts'
import { startControllers, startKwok } from './controllers.ts'
import { LOCAL_HOST, eventually, freePorts } from './program.ts'
import type { Program, ProgramHost } from './program.ts'

/** One request as the API server's audit log has it. */
export interface AuditEvent {
  readonly verb: string
  /** Some clients send none. */
  readonly userAgent?: string
  readonly requestURI: string
  readonly responseStatus: { readonly code: number }
  /** When it was answered, RFC 3339 with microseconds. */
  readonly stageTimestamp: string
  readonly objectRef?: { readonly resource?: string, readonly subresource?: string, readonly namespace?: string, readonly name?: string }
}

/** A running control plane. */
export interface ControlPlane {
  /** A kubeconfig of a cluster administrator. */
  readonly kubeconfig: string
  readonly server: string
  readonly apiServerPort: number
  readonly kubectlPath: string
  /** Ends the API server. etcd keeps the objects. */
  readonly stopApiServer: () => Promise<void>
  /** Starts it again, on the same port, and waits until it is ready. */
  readonly startApiServer: () => Promise<void>
  /** Takes the history of all objects out of etcd, so that a watch from before is 410 Gone once the API server has forgotten it too. */
  readonly compact: () => Promise<void>
  /** Every finished request since the start. Written by the API server as each ends. */
  readonly audit: () => Promise<AuditEvent[]>
  readonly stop: () => Promise<void>
}

/** Options of {@link startControlPlane}. */
export interface ControlPlaneInit {
  /** Also run kube-controller-manager and kube-scheduler. @default false */
  readonly controllers?: boolean
  /** Requests a second of each of the two. @default 500 */
  readonly controllerQps?: number
  /** Flags of kube-controller-manager on top. */
  readonly managerArgs?: readonly string[]
  /** Also run kwok, which plays nodes made as `fakeNode` says, and their pods. @default false */
  readonly kwok?: boolean
  /** Addresses of kwok's pods. @default a range of loopback, which Services refuse as endpoints */
  readonly podRange?: string
  readonly apiServerArgs?: readonly string[]
  /** @default children of this process, on 127.0.0.1 */
  readonly host?: ProgramHost
}

/** What a control plane keeps while it runs. */
interface Site {
  readonly host: ProgramHost
  readonly folder: string
  readonly binaries: Binaries
  readonly etcdUrl: string
  readonly port: number
  readonly token: string
  readonly kubeconfig: string
  readonly programs: Program[]
}

const AUDIT_POLICY = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', omitStages: ['RequestReceived', 'ResponseStarted'], rules: [{ level: 'Metadata' }] }

/** Starts one and waits until it is ready (about 4 s). Whoever starts it stops it; a failed start leaves nothing behind. */
export async function startControlPlane (init: ControlPlaneInit = {}): Promise<ControlPlane> {
  const site = await prepare(init.host ?? LOCAL_HOST)
  try {
    await startEtcd(site)
    let apiServer = await startApiServer(site, init)
    const { find } = site.binaries
    const beside = { host: site.host, find, kubeconfig: site.kubeconfig, folder: site.folder }
    if (init.controllers === true) {
      const more = { serviceAccountKey: join(site.folder, 'sa.key'), rootCa: join(site.folder, 'certificates/apiserver.crt'), qps: init.controllerQps ?? 500, managerArgs: init.managerArgs }
      site.programs.push(...await startControllers({ ...beside, ...more }))
    }
    if (init.kwok === true) site.programs.push(await startKwok({ ...beside, podRange: init.podRange }))
    return {
      kubeconfig: site.kubeconfig,
      server: `https://${site.host.address}:${site.port}`,
      apiServerPort: site.port,
      kubectlPath: site.binaries.kubectl,
      stopApiServer: async () => await apiServer.stop(),
      startApiServer: async () => { apiServer = await startApiServer(site, init) },
      compact: async () => await compact(site.etcdUrl),
      audit: async () => (await readFile(join(site.folder, 'audit.log'), 'utf8')).trimEnd().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as AuditEvent),
      stop: async () => await tearDown(site)
    }
  } catch (error) {
    const output = site.programs.map((program) => program.tail()).join('\n')
    await tearDown(site)
    throw new Error(`the control plane did not start:\n${output}`, { cause: error })
  }
}

async function prepare (host: ProgramHost): Promise<Site> {
  const binaries = await findBinaries()
  const folder = await mkdtemp(join(host.folder, 'subnetes-cluster-'))
  const [etcdPort, peerPort, port] = await freePorts(3) as [number, number, number]
  const token = randomBytes(24).toString('hex')
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } })
  const files = {
    'sa.pub': publicKey,
    'sa.key': privateKey,
    'tokens.csv': `${token},admin,admin,"system:masters"\n`,
    'audit-policy.json': JSON.stringify(AUDIT_POLICY),
    'peer-port': String(peerPort)
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 })
  return { host, folder, binaries, etcdUrl: `http://${host.address}:${etcdPort}`, port, token, kubeconfig: join(folder, 'kubeconfig'), programs: [] }
}

async function startEtcd (site: Site): Promise<void> {
  const peers = `http://${site.host.address}:${await readFile(join(site.folder, 'peer-port'), 'utf8')}`
  const etcd = await site.host.start({
    path: site.binaries.etcd,
    logFile: join(site.folder, 'etcd.log'),
    args: ['--name', 'one', '--data-dir', join(site.folder, 'etcd'), '--listen-client-urls', site.etcdUrl, '--advertise-client-urls', site.etcdUrl,
      '--listen-peer-urls', peers, '--initial-advertise-peer-urls', peers, '--initial-cluster', `one=${peers}`, '--unsafe-no-fsync', '--log-level', 'error']
  })
  site.programs.push(etcd)
  await eventually('etcd is healthy', async () => {
    failIfEnded(etcd, 'etcd')
    return (await fetch(`${site.etcdUrl}/health`)).ok ? true : undefined
  })
}

async function startApiServer (site: Site, init: ControlPlaneInit): Promise<Program> {
  const at = (name: string): string => join(site.folder, name)
  const apiServer = await site.host.start({
    path: site.binaries['kube-apiserver'],
    logFile: at('kube-apiserver.log'),
    args: ['--etcd-servers', site.etcdUrl, '--bind-address', site.host.address, '--advertise-address', site.host.address, '--secure-port', String(site.port), '--endpoint-reconciler-type', 'none',
      '--cert-dir', at('certificates'), '--service-cluster-ip-range', '10.96.0.0/16', '--service-account-issuer', 'https://kubernetes.default.svc.cluster.local',
      '--service-account-key-file', at('sa.pub'), '--service-account-signing-key-file', at('sa.key'), '--token-auth-file', at('tokens.csv'), '--authorization-mode', 'RBAC',
      // Debian's etcd 3.4 cannot say how far a watch is, without which the API server refuses every watch from version "0" that it would have begin with a list: kwok's.
      '--feature-gates', 'WatchList=false',
      '--allow-privileged', '--audit-policy-file', at('audit-policy.json'), '--audit-log-path', at('audit.log'), '--audit-log-mode', 'blocking',
      // Service accounts are made by kube-controller-manager; where it does not run, no pod could be created.
      ...(init.controllers === true ? [] : ['--disable-admission-plugins', 'ServiceAccount']), '--shutdown-delay-duration', '0s', ...init.apiServerArgs ?? []]
  })
  site.programs.push(apiServer)
  await eventually('kube-apiserver is ready', async () => {
    failIfEnded(apiServer, 'kube-apiserver')
    const ca = await readFile(at('certificates/apiserver.crt'), 'utf8')
    return await readyz(site, ca) === 200 ? true : undefined
  }, 60_000)
  await writeKubeconfig(site, await readFile(at('certificates/apiserver.crt')))
  return apiServer
}

async function readyz (site: Site, ca: string): Promise<number> {
  return await new Promise((resolve, reject) => {
    const request = https.get({ host: site.host.address, port: site.port, path: '/readyz', ca, headers: { authorization: `Bearer ${site.token}` }, agent: false, timeout: 5000 }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.on('timeout', () => request.destroy(new Error('no answer within 5 s')))
    request.on('error', reject)
  })
}

async function writeKubeconfig (site: Site, ca: Buffer): Promise<void> {
  await writeFile(site.kubeconfig, JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server: `https://${site.host.address}:${site.port}`, 'certificate-authority-data': ca.toString('base64') } }],
    users: [{ name: 'admin', user: { token: site.token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
    'current-context': 'test'
  }), { mode: 0o600 })
}

/** etcd 3.4's JSON gateway (https://etcd.io/docs/v3.4/dev-guide/api_grpc_gateway/). */
async function compact (etcdUrl: string): Promise<void> {
  const post = async (path: string, body: object): Promise<{ header: { revision: string } }> => {
    const response = await fetch(`${etcdUrl}/v3/kv/${path}`, { method: 'POST', body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`etcd ${path}: ${response.status} ${await response.text()}`)
    return await response.json() as { header: { revision: string } }
  }
  const { header } = await post('range', { key: Buffer.from('/').toString('base64') })
  await post('compaction', { revision: header.revision, physical: true })
}

function failIfEnded (program: Program, name: string): void {
  if (program.ended()) throw new Error(`${name} ended`)
}

async function tearDown (site: Site): Promise<void> {
  for (const program of site.programs.toReversed()) await program.stop()
  await rm(site.folder, { recursive: true, force: true, maxRetries: 5 })
}
