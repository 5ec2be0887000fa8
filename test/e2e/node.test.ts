/** The cluster itself: pods run, Services and names work, logs and exec answer, and nothing outlives a run, killed or not. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { access, readFile, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { testNamespace } from '../cluster/harness/namespace.ts'
import { eventually } from '../cluster/harness/program.ts'
import { BaseImages, baseImage } from './harness/base-images.ts'
import { archiveImage } from './harness/buildah.ts'
import { theCluster } from './harness/cluster.ts'
import { cacheFolder, sweep } from './harness/ledger.ts'
import { run } from './harness/run.ts'

const cluster = theCluster()
const namespace = testNamespace(cluster.kubectl)

/** A pod that Pod Security `restricted` takes. */
function pod (name: string, script: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 1,
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{ name: 'main', image: BaseImages.node, command: ['node', '-e', script], securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } } }]
    }
  }
}

const SERVER = "require('http').createServer((q, r) => r.end('from ' + process.getuid())).listen(8080); console.log('serving')"

async function ctl (...args: string[]): Promise<string> {
  return await cluster.ctl(['-n', namespace(), ...args])
}

beforeAll(async () => {
  await cluster.load([await archiveImage(await baseImage('node'))])
  await cluster.ctl(['label', 'namespace', namespace(), 'pod-security.kubernetes.io/enforce=restricted'])
  await cluster.ctl(['apply', '-n', namespace(), '-f', '-'], { apiVersion: 'v1', kind: 'List', items: [pod('server', SERVER)] })
  await ctl('expose', 'pod', 'server', '--port=80', '--target-port=8080', '--type=NodePort')
  await ctl('wait', 'pod/server', '--for=condition=Ready', '--timeout=60s')
})

describe('the cluster', () => {
  it('has a node that is ready', async () => {
    expect(await cluster.ctl(['get', 'nodes', '-o', 'jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}'])).toMatch(/^True( True)*$/)
  })

  it('answers a pod that asks for a Service by its name', async () => {
    const url = `http://server.${namespace()}.svc.cluster.local/`
    await cluster.ctl(['apply', '-n', namespace(), '-f', '-'], pod('client', `fetch('${url}').then((r) => r.text()).then(console.log)`))
    await ctl('wait', 'pod/client', '--for=jsonpath={.status.phase}=Succeeded', '--timeout=60s')
    expect(await ctl('logs', 'client')).toBe('from 65532\n')
  })

  it('answers this machine at a NodePort', async () => {
    const port = await ctl('get', 'service', 'server', '-o', 'jsonpath={.spec.ports[0].nodePort}')
    expect(await eventually('an answer', async () => await (await fetch(`http://${cluster.address}:${port}/`)).text())).toBe('from 65532')
  })

  it('gives logs, and runs commands in a pod', async () => {
    expect(await ctl('logs', 'server')).toBe('serving\n')
    expect((await ctl('exec', 'server', '--', 'node', '-p', '6 * 7')).trim()).toBe('42')
  })

  it('refuses a pod that asks for more than restricted allows', async () => {
    const { code, stderr } = await cluster.kubectl(['run', 'root', '--image', BaseImages.node, '-n', namespace()])
    expect(code).not.toBe(0)
    expect(stderr).toContain('violates PodSecurity "restricted')
  })
})

describe.skipIf(cluster.enter === undefined)('a node of our own', () => {
  it('keeps what it does out of the machine', async () => {
    expect(await readFile('/proc/self/mounts', 'utf8')).not.toMatch(/kubelet|containerd/)
    expect(await run(['iptables-save'])).not.toContain('KUBE-')
  })

  it('ends with its test process, even a killed one, and a next run removes the rest', async () => {
    const child = fork(fileURLToPath(new URL('fixtures/abandoned-room.ts', import.meta.url)), { execArgv: ['--conditions=@subnetes/source'] })
    const [room] = await once(child, 'message') as [{ id: string, folder: string, cgroup: string, address: string }]
    child.kill('SIGKILL')
    await once(child, 'exit')
    const link = `${room.address.replace(/2$/, '1')}/30`
    await eventually('its link is gone', async () => (await run(['ip', '-4', '-o', 'address'])).includes(link) ? undefined : true)
    expect((await sweep()).removed).toContain(room.id)
    await expect(access(room.folder)).rejects.toThrow()
    expect(await readdir(`${cacheFolder()}/runs`)).not.toContain(`${room.id}.json`)
    expect((await run(['find', '/sys/fs/cgroup', '-maxdepth', '2', '-name', room.cgroup.slice(1)])).trim()).toBe('')
  })
})
