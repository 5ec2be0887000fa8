import { validateProtocol } from '@subnetes/api'
import type { Protocol } from '@subnetes/api'
import { describe, expect, it } from 'vitest'
import { hashOf, selectorText, templateHash } from './names.ts'
import type { InstallationSettings } from './settings.ts'
import { serverNameOf } from './tls-volume.ts'
import { deployment, networkPolicy, podDisruptionBudget, service, serviceAccount, workerObjects } from './worker-objects.ts'

const settings: InstallationSettings = { runnerImage: 'runner:1', gateways: { podLabels: { 'app.kubernetes.io/component': 'gateway' } }, operator: { podLabels: { 'app.kubernetes.io/component': 'operator' } } }

function protocol (spec: object = {}, worker: object = {}, pod: object = {}): Protocol {
  const template = { metadata: { labels: { team: 'a' } }, spec: { containers: [{ name: 'log', image: 'log' }, { name: 'worker', image: 'w', env: [{ name: 'SUBNETES_PROTOCOL', value: 'forged' }, { name: 'A', value: 'b' }] }], ...pod } }
  const metadata = { name: 'inference', namespace: 'ns', uid: 'u1', generation: 2 }
  return validateProtocol({ apiVersion: 'subnetes.dev/v1alpha1', kind: 'Protocol', metadata, spec: { schema: { proto: 'x' }, worker: { template, ...worker }, ...spec } }, { target: 'cluster' })
}

/** The parts of a pod that the tests look at. */
interface Pod {
  metadata: { labels: Record<string, string>, annotations: Record<string, string> }
  spec: Record<string, unknown> & { containers: Array<Record<string, unknown>>, initContainers?: Array<Record<string, unknown>>, tolerations?: object[] }
}

function podOf (object: Protocol): Pod {
  return (deployment(object, settings)['spec'] as { template: Pod }).template
}

function container (pod: Pod, name = 'worker'): Record<string, unknown> {
  return [...pod.spec.containers, ...pod.spec.initContainers ?? []].find((candidate) => candidate['name'] === name) ?? {}
}

describe('the objects of a Protocol', () => {
  it('belong to it, carry the usual labels, and are found by its selector', () => {
    const one = protocol()
    for (const { metadata } of workerObjects(one, settings)) {
      expect(metadata).toMatchObject({ name: 'inference-worker', namespace: 'ns', labels: { 'app.kubernetes.io/managed-by': 'subnetes-operator', 'subnetes.dev/protocol': 'inference' } })
      expect(metadata.ownerReferences).toEqual([{ apiVersion: 'subnetes.dev/v1alpha1', kind: 'Protocol', name: 'inference', uid: 'u1', controller: true, blockOwnerDeletion: true }])
    }
    for (const pair of selectorText(one).split(',')) expect(Object.entries(podOf(one).metadata.labels).map(([name, value]) => `${name}=${value}`)).toContain(pair)
  })

  it('are no budget and no policy where the Protocol wants none', () => {
    expect(workerObjects(protocol(), settings).map(({ kind }) => kind)).toEqual(['ServiceAccount', 'NetworkPolicy', 'Service', 'PodDisruptionBudget', 'Deployment'])
    expect(workerObjects(protocol({ networkPolicy: 'None', drain: { eviction: 'OnUpgrade' } }), settings).map(({ kind }) => kind)).toEqual(['ServiceAccount', 'Service', 'Deployment'])
  })

  it.each([[{}, 1], [{ replicas: 7 }, 7], [{ replicas: 0 }, 0], [{ replicas: 7, suspend: true }, 0]])('%o wants %i pods', (spec, replicas) => {
    expect(deployment(protocol(spec), settings)['spec']).toMatchObject({ replicas, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } })
  })

  it('hold only busy pods, unhealthy ones too', () => {
    expect(podDisruptionBudget(protocol())?.['spec']).toEqual({ maxUnavailable: 0, selector: { matchLabels: { 'app.kubernetes.io/component': 'worker', 'subnetes.dev/protocol': 'inference', 'subnetes.dev/busy': 'true' } } })
  })

  it('give no token, and a Service without an address', () => {
    expect(serviceAccount(protocol())['automountServiceAccountToken']).toBe(false)
    expect(service(protocol())['spec']).toMatchObject({ clusterIP: 'None', ports: [{ name: 'grpc', port: 50051 }, { name: 'http', port: 9090 }] })
  })

  it('let gateways call, the operator drain, monitoring read, and workers reach DNS and what is allowed', () => {
    const egress = [{ ports: [{ protocol: 'TCP', port: 6379 }] }]
    const policy = networkPolicy(protocol(), { ...settings, egress, monitoring: { podLabels: { app: 'prometheus' }, namespaceLabels: { name: 'monitoring' } } })
    expect(policy?.['spec']).toMatchObject({
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        { from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/component': 'gateway' } } }], ports: [{ port: 50051 }] },
        { from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/component': 'operator' } } }], ports: [{ port: 50051 }, { port: 9090 }] },
        { from: [{ namespaceSelector: { matchLabels: { name: 'monitoring' } } }], ports: [{ port: 9090 }] }
      ],
      egress: [{ ports: [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }] }, ...egress]
    })
  })
})

describe('the pod of a worker', () => {
  it('has the runner as a native sidecar that starts first, and compute that ends only when the runner is idle', () => {
    const pod = podOf(protocol({ drain: { gracePeriodSeconds: 900 } }, { concurrency: 3, computePort: 6000 }, { initContainers: [{ name: 'weights', image: 'x' }] }))
    expect(pod.spec.initContainers?.map(({ name }) => name)).toEqual(['subnetes-runner', 'weights'])
    expect(container(pod, 'subnetes-runner')).toMatchObject({ image: 'runner:1', restartPolicy: 'Always', startupProbe: { httpGet: { path: '/healthz' } }, readinessProbe: { httpGet: { path: '/readyz' } } })
    expect(container(pod)['lifecycle']).toEqual({ preStop: { httpGet: { path: '/drain', port: 9090, scheme: 'HTTP' } } })
    expect(pod.spec).toMatchObject({ terminationGracePeriodSeconds: 900, automountServiceAccountToken: false, enableServiceLinks: false, serviceAccountName: 'inference-worker' })
    const env = (container(pod, 'subnetes-runner')['env'] as Array<{ name: string, value?: string }>).map(({ name, value }) => `${name}=${value ?? ''}`)
    expect(env).toEqual(expect.arrayContaining(['SUBNETES_COMPUTE_LISTEN=127.0.0.1:6000', 'SUBNETES_CONCURRENCY=3', 'SUBNETES_DRAIN_SECONDS=890', 'SUBNETES_RUNNER_LISTEN=0.0.0.0:50051']))
  })

  it('keeps what its author wrote, but for our variables', () => {
    const pod = podOf(protocol({}, {}, { priorityClassName: 'high', nodeSelector: { a: 'b' } }))
    expect(pod.metadata.labels['team']).toBe('a')
    expect(pod.spec).toMatchObject({ priorityClassName: 'high', nodeSelector: { a: 'b' } })
    expect(container(pod, 'log')).toEqual({ name: 'log', image: 'log' })
    const env = container(pod)['env'] as Array<{ name: string, value?: string }>
    expect(env.filter(({ name }) => name === 'SUBNETES_PROTOCOL')).toEqual([{ name: 'SUBNETES_PROTOCOL', value: 'inference' }])
    expect(env).toContainEqual({ name: 'A', value: 'b' })
  })

  it.each([['Sidecar', 'subnetes-runner'], ['Embedded', 'worker']])('gives the runner, %s, the Redis user of its Protocol where there is a Redis, and nobody else', (runner, name) => {
    const pod = (deployment(protocol({}, { runner }), { ...settings, redis: true })['spec'] as { template: Pod }).template
    const variable = { name: 'SUBNETES_REDIS', valueFrom: { secretKeyRef: { name: 'inference-worker-redis', key: 'url' } } }
    const having = [...pod.spec.containers, ...pod.spec.initContainers ?? []].filter(({ env }) => JSON.stringify(env ?? []).includes('SUBNETES_REDIS'))
    expect(having.map((each) => each['name'])).toEqual([name])
    expect(container(pod, name)['env']).toContainEqual(variable)
    expect(JSON.stringify(podOf(protocol({}, { runner })))).not.toContain('SUBNETES_REDIS')
  })

  it('has no sidecar when compute is its own runner, and the same ports and drain', () => {
    const pod = podOf(protocol({}, { runner: 'Embedded' }))
    expect(pod.spec.initContainers).toBeUndefined()
    expect(container(pod)).toMatchObject({ ports: [{ name: 'grpc' }, { name: 'http' }], readinessProbe: { httpGet: { path: '/readyz' } }, lifecycle: { preStop: {} } })
  })

  it.each([
    [{ count: 2 }, 'nvidia.com/gpu', '2', 'nvidia.com/gpu'],
    [{ count: 1, resourceName: 'nvidia.com/mig-1g.5gb' }, 'nvidia.com/mig-1g.5gb', '1', 'nvidia.com/gpu'],
    [{ count: 1, resourceName: 'amd.com/gpu' }, 'amd.com/gpu', '1', 'amd.com/gpu']
  ])('asks for %o and tolerates the taint of its nodes', (gpu, resource, count, taint) => {
    const pod = podOf(protocol({}, { gpu: { ...gpu, runtimeClassName: 'nvidia' } }, { tolerations: [{ key: 'x', operator: 'Exists' }] }))
    expect(container(pod)['resources']).toEqual({ limits: { [resource]: count } })
    expect(pod.spec.tolerations).toEqual([{ key: 'x', operator: 'Exists' }, { key: taint, operator: 'Exists', effect: 'NoSchedule' }])
    expect(pod.spec['runtimeClassName']).toBe('nvidia')
  })

  it('asks for nothing with no GPU', () => {
    const pod = podOf(protocol({}, { gpu: { count: 0, runtimeClassName: 'nvidia' } }))
    expect([container(pod)['resources'], pod.spec.tolerations, pod.spec['runtimeClassName']]).toEqual([undefined, undefined, undefined])
  })

  it.each([['Never', 'false', 'true'], ['OnUpgrade', 'false', 'true'], ['Always', 'true', undefined]])('tells autoscalers of nodes that eviction is %s', (eviction, safe, karpenter) => {
    const { annotations } = podOf(protocol({ drain: { eviction } })).metadata
    expect([annotations['cluster-autoscaler.kubernetes.io/safe-to-evict'], annotations['karpenter.sh/do-not-disrupt']]).toEqual([safe, karpenter])
  })
})

describe('the certificate of a worker', () => {
  const withTls = { ...settings, tls: { namespace: 'release' } }
  const pod = (object: Protocol, given: InstallationSettings = withTls): Pod => (deployment(object, given)['spec'] as { template: Pod }).template
  const mount = { name: 'subnetes-tls', mountPath: '/etc/subnetes/tls', readOnly: true }
  const env = [{ name: 'SUBNETES_TLS_DIR', value: '/etc/subnetes/tls' }, { name: 'SUBNETES_TLS_CLIENTS', value: '["gateway.release","operator.release"]' }]

  it('is mounted into the runner alone, and the pod says that it speaks TLS', () => {
    const made = pod(protocol())
    expect(made.spec['volumes']).toContainEqual({ name: 'subnetes-tls', secret: { secretName: 'inference-worker-tls' } })
    expect(container(made, 'subnetes-runner')).toMatchObject({ volumeMounts: [{ name: 'subnetes-runner' }, mount], env: expect.arrayContaining(env) as object[] })
    expect(JSON.stringify([container(made), container(made, 'log')])).not.toContain('tls')
    expect(serverNameOf({ metadata: { ...made.metadata, namespace: 'ns' } })).toBe('inference.ns')
  })

  it('is mounted into compute that is its own runner, beside the mounts of its author', () => {
    const template = { spec: { containers: [{ name: 'worker', volumeMounts: [{ name: 'weights', mountPath: '/w' }] }], volumes: [{ name: 'weights', emptyDir: {} }] } }
    const made = pod(protocol({}, { runner: 'Embedded', template }))
    expect(made.spec['volumes']).toEqual([{ name: 'weights', emptyDir: {} }, { name: 'subnetes-tls', secret: { secretName: 'inference-worker-tls' } }])
    expect(container(made)).toMatchObject({ volumeMounts: [{ name: 'weights', mountPath: '/w' }, mount], env: expect.arrayContaining(env) as object[] })
  })

  it('comes from cert-manager where there is an issuer, and gateways are believed by a ConfigMap', () => {
    const sources = [
      { secret: { name: 'inference-worker-issued-tls', items: [{ key: 'tls.crt', path: 'tls.crt' }, { key: 'tls.key', path: 'tls.key' }] } },
      { configMap: { name: 'inference-worker-trust', items: [{ key: 'ca.crt', path: 'ca.crt' }] } }
    ]
    const issuerRef = { name: 'x', kind: 'ClusterIssuer', group: 'cert-manager.io' } as const
    for (const made of [pod(protocol({ tls: { issuerRef } })), pod(protocol(), { ...settings, tls: { namespace: 'release', issuerRef } })]) {
      expect(made.spec['volumes']).toContainEqual({ name: 'subnetes-tls', projected: { sources } })
      expect(made.metadata.labels['subnetes.dev/tls']).toBe('Issued')
    }
  })

  it.each<[string, object, InstallationSettings]>([['its Protocol wants none', { tls: { mode: 'Disabled' } }, withTls], ['the installation has none', {}, settings]])('is not there where %s', (_, spec, given) => {
    const made = pod(protocol(spec), given)
    expect(JSON.stringify(made)).not.toMatch(/tls/i)
    expect(serverNameOf({ metadata: { ...made.metadata, namespace: 'ns' } })).toBeUndefined()
  })
})

describe('the hash of a template', () => {
  it('is that of before there was TLS, unless its author says something of it', () => {
    const { template, concurrency, computePort, runner } = protocol().spec.worker
    expect(templateHash(protocol())).toBe(hashOf({ template, concurrency, computePort, runner, gracePeriodSeconds: protocol().spec.drain.gracePeriodSeconds }))
    const hashes = [{}, { mode: 'Disabled' }, { issuerRef: { name: 'x' } }, { issuerRef: { name: 'y' } }].map((tls) => templateHash(protocol({ tls })))
    expect(new Set(hashes).size).toBe(4)
  })

  it('changes with what its author says of the worker, and with nothing else', () => {
    const hash = templateHash(protocol())
    expect(templateHash(protocol({ replicas: 9, autoscaling: { maxReplicas: 20 } }))).toBe(hash)
    expect(templateHash(protocol({}, {}, { priorityClassName: 'high' }))).not.toBe(hash)
    expect(templateHash(protocol({}, { concurrency: 2 }))).not.toBe(hash)
    expect(hashOf({ a: 1, b: { c: 2, d: 3 } })).toBe(hashOf({ b: { d: 3, c: 2 }, a: 1 }))
  })
})
