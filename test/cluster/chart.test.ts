/** The chart: rendered by Helm, taken by a real API server, and its admission policy at work. */
import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { STAKE_CLASSES } from '@subnetes/auth'
import { protocolObject } from '../fixtures/protocol-rules.ts'
import { KUBERNETES_VERSION, findProgram } from './harness/binaries.ts'
import { installCrd, kubectlOf, must } from './harness/kubectl.ts'
import { testNamespace } from './harness/namespace.ts'
import { eventually } from './harness/program.ts'

interface KubeObject {
  readonly kind: string
  readonly metadata: { readonly name: string, readonly annotations?: Record<string, string>, readonly labels?: Record<string, string> }
  readonly spec?: Record<string, unknown>
  readonly rules?: ReadonlyArray<{ readonly resources: readonly string[], readonly verbs: readonly string[] }>
  readonly data?: Record<string, string>
}

const root = join(import.meta.dirname, '../..')
const chart = join(root, 'charts/subnetes')
const kubectl = kubectlOf(inject('kubectl'), inject('kubeconfig'))
const namespace = testNamespace(kubectl)
type Helm = 'helm' | 'helm3'
const paths: Partial<Record<Helm, string>> = {}

async function helm (args: readonly string[], version: Helm = 'helm'): Promise<string> {
  const { stdout } = await promisify(execFile)(paths[version] ?? version, args, { maxBuffer: 32 << 20 })
  return stdout
}

async function render (...settings: string[]): Promise<KubeObject[]> {
  return await renderBy('helm', settings)
}

async function renderBy (version: Helm, settings: readonly string[]): Promise<KubeObject[]> {
  const flags = settings.flatMap((setting) => [setting.includes('=[') || setting.includes('={') ? '--set-json' : '--set', setting])
  // Without it, and without a cluster, each Helm assumes a Kubernetes of its own.
  const text = await helm(['template', 'sub', chart, '--namespace', namespace(), '--kube-version', KUBERNETES_VERSION, ...flags], version)
  return parseAllDocuments(text).map((document) => document.toJS() as KubeObject | null).filter((object) => object !== null)
}

function find (objects: readonly KubeObject[], kind: string, name: string): KubeObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name)
  if (found === undefined) throw new Error(`no ${kind} ${name} among ${objects.map((object) => `${object.kind} ${object.metadata.name}`).join(', ')}`)
  return found
}

/** Two versions may write documents in another order, and each rendering makes a password of its own for Redis. */
function comparable (objects: readonly KubeObject[]): Record<string, KubeObject> {
  const { password = '' } = (find(objects, 'Secret', 'sub-redis') as { stringData?: { password?: string } }).stringData ?? {}
  expect(password).toMatch(/^\w{40}$/)
  const same = JSON.parse(JSON.stringify(objects).replaceAll(password, 'PASSWORD')) as KubeObject[]
  return Object.fromEntries(same.map((object) => [`${object.kind} ${object.metadata.name}`, object]))
}

/** The variables of a pod template's first container. */
function variables (workload: KubeObject): Record<string, unknown> {
  const { containers } = (workload.spec as { template: { spec: { containers: [{ env: Array<{ name: string, value?: string, valueFrom?: object }> }] } } }).template.spec
  return Object.fromEntries(containers[0].env.map(({ name, value, valueFrom }) => [name, value ?? valueFrom]))
}

const ALL_ON = [
  'monitoring.podMonitor.enabled=true', 'monitoring.rules.enabled=true', 'monitoring.dashboards.enabled=true', 'operator.keda.enabled=true', 'operator.watchNamespaces=["*"]',
  'gateway.expose.type=NodePort', 'gateway.expose.addresses=["203.0.113.7"]', 'gateway.expose.nodePorts=[30401,30402]', 'gateway.identity.existingSecret=keys',
  'extraObjects=[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"more"},"data":{"of":"{{ .Release.Name }}"}}]'
]
/** Kinds that this API server does not have. */
const FOREIGN_KINDS = ['PodMonitor', 'PrometheusRule']

beforeAll(async () => {
  for (const version of ['helm', 'helm3'] as const) paths[version] = await findProgram(version)
  await installCrd(kubectl)
}, 600_000)

describe('the chart', () => {
  it.each([['helm', 'v4.'], ['helm3', 'v3.']] as const)('passes lint --strict of %s', async (version, number) => {
    expect(await helm(['version', '--short'], version)).toContain(number)
    expect(await helm(['lint', '--strict', chart], version)).toContain('0 chart(s) failed')
  })

  it.each([['as it is', []], ['with everything on', ALL_ON]])('%s is the same by Helm 3 and Helm 4', async (_, settings) => {
    const [three, four] = await Promise.all([renderBy('helm3', settings), renderBy('helm', settings)])
    expect(four.length).toBeGreaterThan(20)
    expect(comparable(three)).toEqual(comparable(four))
  })

  it('replaces one gateway after the other, and waits until the one before can be reached', async () => {
    expect(find(await render(), 'StatefulSet', 'sub-gateway').spec).toMatchObject({ minReadySeconds: 10 })
    expect(find(await render('gateway.minReadySeconds=45'), 'StatefulSet', 'sub-gateway').spec).toMatchObject({ minReadySeconds: 45 })
  })

  it.each([['as it is', []], ['with everything on', ALL_ON]])('%s is taken by an API server that checks strictly', async (_, settings) => {
    const objects = (await render(...settings)).filter(({ kind }) => !FOREIGN_KINDS.includes(kind))
    const list = { apiVersion: 'v1', kind: 'List', items: objects }
    const result = await kubectl(['apply', '--server-side', '--force-conflicts', '--dry-run=server', '--validate=strict', '-n', namespace(), '-f', '-'], list)
    expect(result).toMatchObject({ code: 0 })
    expect(objects.length).toBeGreaterThan(20)
  })

  it('passes Pod Security restricted with every pod', async () => {
    await must(kubectl(['label', 'namespace', namespace(), 'pod-security.kubernetes.io/warn=restricted', '--overwrite']))
    const objects = (await render()).filter(({ kind }) => ['Deployment', 'StatefulSet', 'Pod'].includes(kind))
    expect(objects.map(({ metadata }) => metadata.name).toSorted()).toEqual(['sub-console', 'sub-gateway', 'sub-operator', 'sub-redis', 'sub-test'])
    const result = await kubectl(['apply', '--server-side', '--dry-run=server', '-n', namespace(), '-f', '-'], { apiVersion: 'v1', kind: 'List', items: objects })
    expect(result).toMatchObject({ code: 0, stderr: '' })
  })

  it.each([
    ['gateway.replica=3', 'gateway'], ['gateway.expose.type=Ingress', 'gateway/expose/type'], ['redis.maxmemory=plenty', 'redis/maxmemory'], ['operator.replicas=0', 'operator/replicas'],
    ['gateway.bootstrap=["/ip4/203.0.113.7/tcp/1"]', 'gateway/bootstrap/0'], ['console.replicas=2', 'console'], ['console.hosts=["http://x"]', 'console/hosts/0'],
    ['gateway.stake.require=Bogus', 'gateway/stake/require'], ['gateway.stake.endpoints=["wss://x"]', "gateway/stake': missing property 'subnetId'"],
    ['operator.watchNamespaces=["A_B"]', 'operator/watchNamespaces/0'], ['tls.issuerRef.kind=Issuer', "tls/issuerRef': missing property 'name'"],
    ['console.from=[{"ipBlock":{"cidr":"nonsense"}}]', 'console/from/0/ipBlock/cidr'], ['operator.resources.limits.memory=lots', 'operator/resources/limits/memory'], ['console=null', "missing property 'console'"]
  ])('refuses %s with its path', async (setting, path) => {
    await expect(render(setting)).rejects.toThrow(path)
  })

  it('knows the classes of stake that a gateway knows', () => {
    const { properties } = JSON.parse(readFileSync(join(root, 'charts/subnetes/values.schema.json'), 'utf8')) as { properties: { gateway: { properties: { stake: { properties: { require: { enum: string[] } } } } } } }
    expect(properties.gateway.properties.stake.properties.require.enum).toEqual(['', ...STAKE_CLASSES])
  })

  it('tells each gateway what to announce', async () => {
    const announced = async (...settings: string[]) => variables(find(await render(...settings), 'StatefulSet', 'sub-gateway'))['SUBNETES_GATEWAY_ANNOUNCE']
    expect(await announced()).toBeUndefined()
    expect(await announced('gateway.expose.type=HostPort')).toBe('["/ip4/$(HOST_IP)/tcp/4001"]')
    expect(await announced('gateway.expose.type=NodePort', 'gateway.expose.addresses=["203.0.113.7"]', 'gateway.expose.nodePorts=[30401,30402]'))
      .toBe('{"0":["/ip4/203.0.113.7/tcp/30401"],"1":["/ip4/203.0.113.7/tcp/30402"]}')
    expect(await announced('gateway.expose.type=LoadBalancer', 'gateway.expose.addresses=["a.example.org","2001:db8::1"]'))
      .toBe('{"0":["/dns4/a.example.org/tcp/4001"],"1":["/ip6/2001:db8::1/tcp/4001"]}')
  })

  it('gives the console an address for the operator and nothing else of the cluster', async () => {
    const objects = await render('console.hosts=["console.example.org"]')
    const console = find(objects, 'Deployment', 'sub-console')
    const { spec } = (console.spec as { template: { spec: { automountServiceAccountToken: boolean, volumes: ReadonlyArray<{ secret?: { secretName: string } }> } } }).template
    expect([spec.automountServiceAccountToken, spec.volumes.map(({ secret }) => secret?.secretName)]).toEqual([false, ['sub-console-tls']])
    expect(variables(console)).toMatchObject({ SUBNETES_CONTROL: `sub-operator.${namespace()}.svc:50050`, SUBNETES_HTTP_LISTEN: '0.0.0.0:8080', SUBNETES_TLS_DIR: '/etc/subnetes/tls' })
    expect(JSON.parse(String(variables(console)['SUBNETES_CONSOLE_HOSTS']))).toEqual(['sub-console', ...['', '.svc', '.svc.cluster.local'].map((end) => `sub-console.${namespace()}${end}`), 'console.example.org'])
    expect(variables(find(objects, 'Deployment', 'sub-operator'))).toMatchObject({ SUBNETES_CONSOLE: 'true' })
    const bound = objects.filter(({ kind }) => kind.endsWith('Binding')).flatMap((binding) => (binding as { subjects?: ReadonlyArray<{ name: string }> }).subjects ?? [])
    expect(bound.map(({ name }) => name)).not.toContain('sub-console')
  })

  it('lets nobody reach the console but by way of its node, unless the values name somebody', async () => {
    const ingress = async (...settings: string[]) => find(await render(...settings), 'NetworkPolicy', 'sub-console').spec?.['ingress']
    expect(await ingress()).toEqual([])
    const from = [{ podSelector: { matchLabels: { app: 'ingress' } } }]
    expect(await ingress(`console.from=${JSON.stringify(from)}`)).toEqual([{ from, ports: [{ protocol: 'TCP', port: 8080 }] }])
  })

  it('leaves the console out, and the door for it shut', async () => {
    const objects = await render('console.enabled=false')
    expect(objects.filter(({ metadata }) => metadata.name === 'sub-console')).toEqual([])
    expect(variables(find(objects, 'Deployment', 'sub-operator'))['SUBNETES_CONSOLE']).toBeUndefined()
    expect(JSON.stringify(find(objects, 'NetworkPolicy', 'sub-operator'))).not.toContain('"console"')
  })

  it('keeps the operator in its namespace unless told otherwise, and never gives it rights over rights', async () => {
    const own = await render()
    expect(own.filter(({ kind, metadata }) => kind === 'ClusterRole' && !metadata.name.includes('protocols'))).toEqual([])
    const wide = await render('operator.watchNamespaces=["*"]')
    const rules = find(wide, 'ClusterRole', `${namespace()}-sub-operator`).rules ?? []
    expect(rules.length).toBeGreaterThan(5)
    for (const { resources, verbs } of rules) {
      expect(verbs).not.toContain('*')
      expect(resources.filter((resource) => /role|nodes|exec|^\*$/.test(resource))).toEqual([])
    }
  })

  it('leaves kinds alone that another release brings', async () => {
    expect((await render('crds.enabled=false')).map(({ kind }) => kind)).not.toContain('CustomResourceDefinition')
    expect(find(await render(), 'CustomResourceDefinition', 'protocols.subnetes.dev').metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' })
    expect(find(await render('crds.keep=false'), 'CustomResourceDefinition', 'protocols.subnetes.dev').metadata.annotations).toBeUndefined()
  })

  it('asks in alerts and dashboards for metrics that exist', async () => {
    const sources = globSync('{src,operator}/**/*.ts', { cwd: root, exclude: (name) => name === 'node_modules' || name === 'dist' }).map((file) => readFileSync(join(root, file), 'utf8')).join('\n')
    const asked = ['files/rules.yaml', 'files/dashboards/subnetes.json'].map((file) => readFileSync(join(chart, file), 'utf8')).join('\n')
    const names = new Set([...asked.matchAll(/\b(?:subnetes_|workqueue_|leader_election_)[a-z_]+/g)].map(([name]) => name.replace(/_bucket$/, '')))
    expect(names.size).toBeGreaterThan(10)
    expect([...names].filter((name) => !sources.includes(`'${name}'`))).toEqual([])
  })
})

describe('the admission policy', () => {
  const worker = (template: object): object => ({
    ...protocolObject({}),
    spec: { ...(protocolObject({}) as { spec: object }).spec, worker: { template: { spec: { containers: [{ name: 'worker', image: 'x' }], ...template } } } }
  })
  const create = async (object: object): Promise<{ code: number, stderr: string }> => await kubectl(['create', '--dry-run=server', '-n', namespace(), '-f', '-'], object)

  beforeAll(async () => {
    const objects = (await render()).filter(({ kind }) => kind.startsWith('ValidatingAdmissionPolicy'))
    await must(kubectl(['apply', '-f', '-'], { apiVersion: 'v1', kind: 'List', items: objects }))
    // The API server takes policies up with a delay.
    await eventually('the policy is in force', async () => (await create(worker({ hostPID: true }))).code === 0 ? undefined : true)
    return async () => { await kubectl(['delete', '-f', '-'], { apiVersion: 'v1', kind: 'List', items: objects }) }
  })

  it('takes a plain worker', async () => {
    expect(await create(worker({}))).toMatchObject({ code: 0 })
  })

  it.each([
    ['hostPath', { volumes: [{ name: 'etc', hostPath: { path: '/etc' } }] }],
    ['hostNetwork', { hostNetwork: true }],
    ['serviceAccountName', { serviceAccountName: 'admin' }],
    ['automountServiceAccountToken', { automountServiceAccountToken: true }],
    ['privileged', { containers: [{ name: 'worker', image: 'x', securityContext: { privileged: true } }] }],
    ['privileged', { initContainers: [{ name: 'first', image: 'x', securityContext: { allowPrivilegeEscalation: true } }] }]
  ])('refuses %s in words', async (word, template) => {
    const { code, stderr } = await create(worker(template))
    expect(code).not.toBe(0)
    expect(stderr).toContain(word)
    expect(stderr).toContain('not allowed')
  })
})
