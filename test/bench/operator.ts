/**
 * Does the operator keep up with a thousand Protocols? `npm run bench:operator [-- --protocols 1000 --namespaces 20]`: a real etcd, kube-apiserver, kube-controller-manager and kube-scheduler, the real
 * operator process, built as images have it, with a pod's credentials; nodes and pods are kwok's, whose runners one stand-in answers for. Prints figures and goals; fails
 * when a goal is missed. Objects are spread over namespaces, since Kubernetes' own controllers compare each pod with every Service and every disruption budget of its namespace. Runs in namespaces of its own: see `own-namespaces.ts`.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { OPERATOR_MALLOC, silentLogger, silentMetrics } from '@subnetes/common'
import type { Protocol } from '@subnetes/api'
import { Informer, Kinds, deployment } from '@subnetes/operator'
import type { ApiClient, Kind, Manifest } from '@subnetes/operator'
import { validateProtocol } from '@subnetes/api'
import { testClient } from '../cluster/harness/connection.ts'
import { startControlPlane } from '../cluster/harness/control-plane.ts'
import type { ControlPlane } from '../cluster/harness/control-plane.ts'
import { fakeNode } from '../cluster/harness/controllers.ts'
import { installCrd, kubectlOf, must } from '../cluster/harness/kubectl.ts'
import { leading, testOperator } from '../cluster/harness/operators.ts'
import type { TestOperator } from '../cluster/harness/operators.ts'
import { LOCAL_HOST, eventually } from '../cluster/harness/program.ts'
import type { ProgramHost } from '../cluster/harness/program.ts'
import { startOperator } from '../support/processes.ts'
import { describeMachine } from './machine.ts'
import { BenchGateway } from './operator-gateway.ts'
import { judge, percentile, quantile } from './operator-figures.ts'
import type { Figure } from './operator-figures.ts'
import { serveRunners } from './operator-runners.ts'
import { describeProcessors, processorSeconds } from './processor-time.ts'
import { POD_RANGE, inOwnNamespaces, mountServiceAccount } from './own-namespaces.ts'

const NAMESPACE = 'default'
const NODES = 10
/** Requests that are under way at once while objects are made. */
const PARALLEL = 20
const WAIT_MS = 900_000
const PROGRESS_MS = 10_000
/** For everything to come to rest. */
const SETTLE_MS = 30_000
/** For which it is watched at rest. */
const REST_MS = 60_000
/** Protocols at zero that a call wakes. */
const SLEEPERS = 20
/** What Node chooses by itself under the chart's memory limit of 512Mi: half of it (with V8's few MiB for young objects, `heap_size_limit` is 262 MiB in both). */
const AS_IN_THE_POD = { NODE_OPTIONS: '--max-old-space-size=256', ...OPERATOR_MALLOC }
/** Two cores are all that many a machine has for control plane and operator together: the control plane may take memory to save processor. For both kinds of objects alike. */
const HOST: ProgramHost = { ...LOCAL_HOST, start: async (init) => await LOCAL_HOST.start({ ...init, env: { ...init.env, GOGC: '400' } }) }
const WRITES = new Set(['create', 'update', 'patch', 'delete', 'deletecollection'])
const proto = 'syntax = "proto3"; package bench.v1; message M { string text = 1; } service NAMEProtocol { rpc rpc_echo (M) returns (M); rpc rpc_stream (M) returns (stream M); }'

const { values } = parseArgs({ options: { protocols: { type: 'string', default: '1000' }, namespaces: { type: 'string', default: '20' } } })
const [count, namespaces] = [Number(values.protocols), Number(values.namespaces)]

function namespaceOf (index: number): string {
  return `bench-${index % namespaces}`
}

function protocolOf (name: string, init: { namespace: string, replicas: number, mode: string }): Manifest {
  const { namespace, replicas, mode } = init
  const template = { spec: { containers: [{ name: 'worker', image: 'worker:1', resources: { requests: { cpu: '1', memory: '1Gi' } } }] } }
  const spec = { schema: { proto: proto.replace('NAME', name.replace('-', '')) }, replicas, autoscaling: { mode, minReplicas: 0, maxReplicas: 4 }, worker: { template } }
  return { apiVersion: 'subnetes.dev/v1alpha1', kind: 'Protocol', metadata: { name, namespace }, spec }
}

/** What a worker's Deployment would be, without a Protocol. */
function plainDeployment (name: string, namespace: string): Manifest {
  const protocol = validateProtocol(protocolOf(name, { namespace, replicas: 1, mode: 'Off' }), { target: 'cluster' })
  const made = deployment(protocol, { runnerImage: 'runner:1', gateways: { podLabels: {} }, operator: { podLabels: {} } })
  const { template } = made['spec'] as { template: { spec: object } }
  const { ownerReferences, ...metadata } = made.metadata
  return { ...made, metadata: { ...metadata, name }, spec: { ...made['spec'] as object, template: { ...template, spec: { ...template.spec, serviceAccountName: 'default' } } } }
}

/** Makes objects and waits until all of them are as `isDone` says. @returns seconds from the first request on */
async function timeAll (client: ApiClient, kind: Kind, init: { objects: readonly Manifest[], isDone: (object: Manifest) => boolean }): Promise<number> {
  const wanted = new Set(init.objects.map(({ metadata }) => metadata.name))
  const done = new Set<string>()
  const informer = new Informer<Manifest>({
    kind, onChange: ({ object }) => { if (wanted.has(object.metadata.name) && init.isDone(object)) done.add(object.metadata.name) }
  }, { client, logger: silentLogger, metrics: silentMetrics })
  await informer.start()
  await informer.whenSynced()
  const startedAt = performance.now()
  const processors = processorSeconds()
  const progress = setInterval(() => console.log(`${kind.plural}: ${done.size} of ${wanted.size} after ${Math.round((performance.now() - startedAt) / 1000)} s`), PROGRESS_MS)
  await inParallel(init.objects, async (object) => { await client.create(kind, object, { fieldManager: 'bench' }) })
  await eventually(`all ${wanted.size} of ${kind.plural}`, () => done.size === wanted.size || undefined, WAIT_MS)
  const seconds = (performance.now() - startedAt) / 1000
  clearInterval(progress)
  console.log(`${wanted.size} ${kind.plural} ready after ${seconds.toFixed(1)} s; seconds of processor: ${describeProcessors(processors, processorSeconds())}`)
  await informer.stop()
  return seconds
}

async function inParallel<T> (items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values()
  await Promise.all(Array.from({ length: PARALLEL }, async () => { for (const item of queue) await work(item) }))
}

async function whenGone (client: ApiClient, kind: Kind): Promise<void> {
  await eventually(`no ${kind.plural} left`, async () => (await client.list(kind)).items.length === 0 || undefined, WAIT_MS)
}

function isReady ({ status }: Manifest): boolean {
  return (status as Protocol['status'])?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true
}

async function writes (plane: ControlPlane, of: (userAgent: string) => boolean): Promise<number> {
  return (await plane.audit()).filter(({ userAgent = '', verb }) => of(userAgent) && WRITES.has(verb)).length
}

async function operatorWrites (plane: ControlPlane): Promise<number> {
  return await writes(plane, (userAgent) => userAgent.startsWith('subnetes-operator'))
}

function rssMiB (pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

/** Controllers, scheduler and kubelets, but for Leases. */
function isCluster (userAgent: string): boolean {
  return /^(?:kube-controller-manager|kube-scheduler|kwok)/.test(userAgent)
}

async function cpuSeconds (operator: TestOperator): Promise<number> {
  return (await operator.metric('process_cpu_seconds_total')).get('') ?? NaN
}

async function rest (ms: number): Promise<void> {
  await new Promise((resolve) => { setTimeout(resolve, ms) })
}

/** From the push of an activation to the count in the API server, of Protocols at zero, one after the other. Milliseconds, by the audit log of the same clock. */
async function wakeUps (plane: ControlPlane, client: ApiClient, gateway: BenchGateway): Promise<number[]> {
  const names = Array.from({ length: SLEEPERS }, (_, index) => `sleeper-${index}`)
  await inParallel(names, async (name) => { await client.create(Kinds.Protocol, protocolOf(name, { namespace: NAMESPACE, replicas: 0, mode: 'Internal' }), { fieldManager: 'bench' }) })
  await eventually('the gateway knows them', () => names.every((name) => gateway.protocols.has(name)) || undefined)
  for (const name of names) await eventually(`${name} rests`, async () => isReady(await client.get(Kinds.Protocol, { namespace: NAMESPACE, name })) || undefined)
  const pushedAt = new Map<string, number>()
  for (const name of names) {
    pushedAt.set(name, Date.now())
    gateway.activate(name)
    await eventually(`${name} is woken`, async () => (await client.get<Protocol>(Kinds.Protocol, { namespace: NAMESPACE, name })).spec.replicas > 0 || undefined)
  }
  const written = (await plane.audit()).filter(({ verb, objectRef }) => verb === 'update' && objectRef?.subresource === 'scale' && pushedAt.has(objectRef.name ?? ''))
  // The first write of each; later ones are of the load.
  return names.map((name) => {
    const times = written.filter(({ objectRef }) => objectRef?.name === name).map(({ stageTimestamp }) => Date.parse(stageTimestamp))
    return Math.min(...times) - (pushedAt.get(name) ?? NaN)
  })
}

async function measure (plane: ControlPlane): Promise<Figure[]> {
  const kubectl = kubectlOf(plane.kubectlPath, plane.kubeconfig)
  await installCrd(kubectl)
  const { client, close } = testClient(plane.kubeconfig, { userAgent: 'bench' })
  for (let index = 0; index < NODES; index += 1) await must(kubectl(['create', '-f', '-'], fakeNode(`node-${index}`)))
  for (let index = 0; index < namespaces; index += 1) await must(kubectl(['create', 'namespace', namespaceOf(index)]))
  const names = Array.from({ length: count }, (_, index) => `bench-${index}`)
  const isAvailable = ({ status }: Manifest): boolean => (status as { readyReplicas?: number } | undefined)?.readyReplicas === 1
  const plainSeconds = await timeAll(client, Kinds.Deployment, { objects: names.map((name, index) => plainDeployment(name, namespaceOf(index))), isDone: isAvailable })
  const plainWrites = await writes(plane, isCluster)
  await must(kubectl(['delete', 'deployment', '--all', '--all-namespaces', '--wait=false']))
  await whenGone(client, Kinds.Pod)
  const deletedWrites = await writes(plane, isCluster)
  const pod = await mountServiceAccount(plane.kubeconfig)
  const operator = await leading(testOperator(await startOperator({ ...pod, ...AS_IN_THE_POD, SUBNETES_NAMESPACE: NAMESPACE, SUBNETES_WATCH_NAMESPACES: '["*"]', SUBNETES_API_QPS: '1000' }, 'operator/dist/main.js')))
  const gateway = new BenchGateway(operator.where.control)
  try {
    await gateway.start()
    const seconds = await timeAll(client, Kinds.Protocol, { objects: names.map((name, index) => protocolOf(name, { namespace: namespaceOf(index), replicas: 1, mode: 'Off' })), isDone: isReady })
    const [ownWrites, clusterWrites] = [await operatorWrites(plane), await writes(plane, isCluster) - deletedWrites]
    await rest(SETTLE_MS)
    const [before, cpuBefore] = [await operatorWrites(plane), await cpuSeconds(operator)]
    await rest(REST_MS)
    const [after, cpuAfter] = [await operatorWrites(plane), await cpuSeconds(operator)]
    const memory = rssMiB(operator.pid)
    const heap = ((await operator.metric('nodejs_heap_size_used_bytes')).get('') ?? NaN) / 2 ** 20
    const wake = await wakeUps(plane, client, gateway)
    const decisions = await operator.metric('subnetes_operator_decision_seconds')
    const inside = await operator.metric('subnetes_operator_activation_write_seconds')
    return [
      { name: 'Protocols Ready', unit: 'objects/s', value: count / seconds, atLeast: 10 },
      { name: 'plain Deployments ready, same run', unit: 'objects/s', value: count / plainSeconds },
      { name: 'Protocols to plain Deployments', unit: 'speed ratio', value: plainSeconds / seconds },
      { name: 'API writes per Protocol until all are Ready', unit: 'by the operator', value: ownWrites / count },
      { name: 'API writes per Protocol until all are Ready', unit: "by Kubernetes' controllers", value: clusterWrites / count },
      { name: 'API writes per plain Deployment', unit: "by Kubernetes' controllers", value: plainWrites / count },
      { name: 'operator at rest: memory', unit: 'MiB RSS', value: memory, below: 256 },
      { name: 'operator at rest: live objects and garbage', unit: 'MiB of heap', value: heap },
      { name: 'operator at rest: API writes', unit: 'per s', value: (after - before) / (REST_MS / 1000), below: 5 },
      { name: 'operator at rest: processor', unit: 'cores', value: (cpuAfter - cpuBefore) / (REST_MS / 1000) },
      { name: 'decision, p99', unit: 'ms (upper bound of its bucket)', value: quantile(decisions, 0.99) * 1000, below: 250.001 },
      { name: `activation push to /scale write, p50 of ${wake.length}`, unit: 'ms', value: percentile(wake, 0.5) },
      { name: `activation push to /scale write, worst of ${wake.length}`, unit: 'ms', value: Math.max(...wake), below: 200 },
      { name: 'of it inside the operator, mean', unit: 'ms', value: (inside.get('_sum') ?? NaN) / (inside.get('_count') ?? NaN) * 1000 }
    ]
  } finally {
    await gateway.stop()
    await operator.stop()
    await close()
  }
}

await inOwnNamespaces()
const machine = describeMachine()
execFileSync(process.execPath, ['scripts/build.ts'], { stdio: 'inherit' })
const stopRunners = await serveRunners()
const managerArgs = ['deployment', 'replicaset', 'endpoint', 'service-endpoint', 'gc'].map((name) => `--concurrent-${name}-syncs=20`)
const plane = await startControlPlane({ host: HOST, controllers: true, kwok: true, podRange: POD_RANGE, controllerQps: 1000, managerArgs })
try {
  const figures = await measure(plane)
  console.log(`\n${machine.date}, commit ${machine.commit}, ${machine.cores} cores of ${machine.cpu}, ${machine.memoryGiB} GiB, node ${machine.versions['node'] ?? '?'}, load before ${machine.loadBefore.toFixed(1)}`)
  console.log('Nodes and pods are kwok\'s: nothing runs, a pod is ready when it is placed, one stand-in answers for all runners, and one gateway without calls is connected. Ready means what it means in a cluster: the Deployment\'s pods are ready.')
  process.exitCode = judge(figures)
} finally {
  await plane.stop()
  stopRunners()
}
process.exit()
