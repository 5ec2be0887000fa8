/** What pods can and cannot do, tried from inside them; what uninstalling leaves; two releases in one cluster. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../cluster/harness/program.ts'
import { theCluster } from './harness/cluster.ts'
import { install, loadImages, untilCondition, untilReady } from './harness/release.ts'
import type { Release } from './harness/release.ts'
import { workProtocol, workerCode } from './harness/work.ts'

const cluster = theCluster()
const RUNNER = 'subnetes-runner'

let release: Release
let removed = false

beforeAll(async () => {
  await loadImages(cluster)
  release = await install(cluster, { namespace: 'secure', firstPort: 30_421, values: { crds: { enabled: true } } })
  const spec = { replicas: 1, autoscaling: { mode: 'Off' } }
  await release.apply(await workerCode(), workProtocol({ name: 'mine', handlerPrefix: 'mine', spec }, cluster.registry), workProtocol({ name: 'theirs', handlerPrefix: 'theirs', spec }, cluster.registry))
  await untilReady(release)
  for (const name of ['mine', 'theirs']) await untilCondition(release, name, 'Ready', 'True AllReady')
})

afterAll(async () => {
  if (!removed) await release?.remove()
})

async function podOf (labels: string): Promise<string> {
  return await release.ctl('get', 'pods', '-l', labels, '-o', 'jsonpath={.items[0].metadata.name}')
}

/** Runs a program of Node in a container. */
async function inside (pod: string, container: string, script: string): Promise<string> {
  return (await release.ctl('exec', pod, '-c', container, '--', 'node', '--input-type=module', '-e', script)).trim()
}

/** What Redis answers the runner of a pod to each command. */
async function askRedis (pod: string, commands: readonly string[][]): Promise<string[]> {
  const script = `
    import { Redis } from '/app/node_modules/ioredis/built/index.js'
    const redis = new Redis(process.env.SUBNETES_REDIS, { maxRetriesPerRequest: 1, enableReadyCheck: false })
    const answers = []
    for (const [name, ...args] of ${JSON.stringify(commands)}) answers.push(await redis.call(name, ...args).then((value) => 'ok ' + JSON.stringify(value), (error) => error.message))
    console.log(JSON.stringify(answers))
    redis.disconnect()`
  return JSON.parse(await inside(pod, RUNNER, script)) as string[]
}

describe('a worker pod', () => {
  it('reads the queue of its own protocol and no other', async () => {
    const pod = await podOf('subnetes.dev/protocol=mine')
    const key = (name: string): string => `{subnetes:${release.namespace}:${name}}:meta`
    const [own, other, all, users] = await askRedis(pod, [['HGETALL', key('mine')], ['HGETALL', key('theirs')], ['KEYS', '*'], ['ACL', 'LIST']])
    expect(own).toMatch(/^ok /)
    for (const refused of [other, all, users]) expect(refused).toMatch(/^NOPERM /)
  })

  it.each(['worker', RUNNER])('holds no token of the cluster in %s', async (container) => {
    const pod = await podOf('subnetes.dev/protocol=mine')
    expect(await inside(pod, container, "import { existsSync } from 'node:fs'; console.log(existsSync('/var/run/secrets/kubernetes.io'))")).toBe('false')
  })

  it('tells compute nothing of Redis, nor of certificates', async () => {
    const pod = await podOf('subnetes.dev/protocol=mine')
    const names = JSON.parse(await inside(pod, 'worker', 'console.log(JSON.stringify(Object.keys(process.env)))')) as string[]
    expect(names.filter((name) => /REDIS|TLS/.test(name))).toEqual([])
  })
})

describe('a gateway pod', () => {
  it('holds no token of the cluster', async () => {
    expect(await inside(`${release.name}-gateway-0`, 'gateway', "import { existsSync } from 'node:fs'; console.log(existsSync('/var/run/secrets/kubernetes.io'))")).toBe('false')
  })

  it('sees its own key only', async () => {
    const script = "import { readFileSync } from 'node:fs'; import { createHash } from 'node:crypto'; console.log(createHash('sha256').update(readFileSync(process.env.SUBNETES_IDENTITY)).digest('hex'))"
    const keys = await Promise.all([0, 1].map(async (ordinal) => await inside(`${release.name}-gateway-${ordinal}`, 'gateway', script)))
    expect(new Set(keys).size).toBe(2)
    const claims = await Promise.all([0, 1].map(async (ordinal) => await release.ctl('get', 'pod', `${release.name}-gateway-${ordinal}`, '-o', 'jsonpath={.spec.volumes[*].persistentVolumeClaim.claimName}')))
    expect(claims).toEqual([`state-${release.name}-gateway-0`, `state-${release.name}-gateway-1`])
  })
})

describe('an author of Protocols', () => {
  it.each([
    ['a host path', { volumes: [{ name: 'host', hostPath: { path: '/' } }] }, 'hostPath is not allowed'],
    ['the host\'s network', { hostNetwork: true }, 'hostNetwork, hostPID and hostIPC are not allowed'],
    ['another ServiceAccount', { serviceAccountName: 'subnetes-operator' }, 'serviceAccountName is not allowed'],
    ['a privileged container', { containers: [{ name: 'worker', image: 'a', securityContext: { privileged: true } }] }, 'privileged and allowPrivilegeEscalation are not allowed']
  ])('is refused %s', async (_, fields, words) => {
    const object = workProtocol({ name: 'greedy', handlerPrefix: 'greedy' }) as { spec: { worker: { template: { spec: object } } } }
    Object.assign(object.spec.worker.template.spec, fields)
    const { code, stderr } = await cluster.kubectl(['apply', '-n', release.namespace, '-f', '-'], object)
    expect([code, stderr]).toEqual([1, expect.stringContaining(words)])
  })
})

describe('network policies', () => {
  it('stand for every part, and are said not to be enforced where nobody enforces them', async () => {
    const names = (await release.ctl('get', 'networkpolicies', '-o', 'jsonpath={.items[*].metadata.name}')).split(' ')
    expect(names).toEqual(expect.arrayContaining([`${release.name}-operator`, `${release.name}-gateway`, `${release.name}-redis`, 'mine-worker', 'theirs-worker']))
    const worker = JSON.parse(await release.ctl('get', 'networkpolicy', 'mine-worker', '-o', 'json')) as { spec: { policyTypes: string[], ingress: Array<{ from?: unknown[] }> } }
    expect(worker.spec.policyTypes).toEqual(expect.arrayContaining(['Ingress', 'Egress']))
    for (const { from } of worker.spec.ingress) expect(from?.length).toBeGreaterThan(0)
    if (cluster.enter !== undefined) console.warn('e2e: NETWORK POLICIES WERE CHECKED AS OBJECTS ONLY: the bridge of this node enforces none')
  })
})

describe('two releases', () => {
  it('do not touch each other when the second brings no kinds, and comes by Helm 3', async () => {
    const kinds = async (): Promise<string> => await cluster.ctl(['get', 'crd', 'protocols.subnetes.dev', '-o', 'jsonpath={.metadata.resourceVersion}'])
    const parts = async (): Promise<string> => await release.ctl('get', 'pods,secrets,protocols', '-o', 'jsonpath={range .items[*]}{.metadata.uid} {end}')
    const before = [await kinds(), await parts()]
    const second = await install(cluster, { namespace: 'second', firstPort: 30_431, helm: 'helm3', values: { crds: { enabled: false }, gateway: { replicas: 1 }, operator: { replicas: 1 } } })
    try {
      await untilReady(second)
      expect([await kinds(), await parts()]).toEqual(before)
    } finally {
      await second.remove()
    }
    expect([await kinds(), await parts()]).toEqual(before)
  })
})

describe('helm uninstall', () => {
  it('leaves what keep says: the kinds, the administrator\'s credential of Redis, and the data', async () => {
    // Of this release: others of the same name stand in other namespaces.
    const everywhere = async (): Promise<string[]> => {
      const names = await cluster.ctl(['get', 'clusterroles,clusterrolebindings,validatingadmissionpolicies,validatingadmissionpolicybindings', '-o', 'name'])
      return names.split('\n').filter((name) => name.includes(`/${release.namespace}-${release.name}-`))
    }
    expect((await everywhere()).length).toBeGreaterThan(2)
    await release.ctl('delete', 'protocols', '--all', '--cascade=foreground', '--timeout=120s')
    await release.helm('uninstall', release.name, '--wait', '--timeout', '120s')
    const kinds = 'deployments,statefulsets,services,pods,networkpolicies,poddisruptionbudgets,roles,rolebindings'
    await eventually('nothing of it is left', async () => {
      const left = await release.ctl('get', kinds, '-o', 'name')
      if (left.trim() !== '') throw new Error(`there are ${left}`)
      return true
    }, 90_000)
    expect((await release.ctl('get', 'persistentvolumeclaims', '-o', 'name')).trim().split('\n').length).toBe(3)
    expect(await release.ctl('get', 'secret', `${release.name}-redis`, '-o', 'name')).toContain('redis')
    expect(await cluster.ctl(['get', 'crd', 'protocols.subnetes.dev', '-o', 'name'])).toContain('protocols.subnetes.dev')
    expect(await everywhere()).toEqual([])
    await cluster.ctl(['delete', 'namespace', release.namespace, '--timeout=120s'])
    removed = true
  })
})
