/** kube-controller-manager, kube-scheduler and kwok beside an API server. */
import https from 'node:https'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ProgramName } from './binaries.ts'
import { eventually, freePorts } from './program.ts'
import type { Program, ProgramHost } from './program.ts'

const KWOK_STAGES = fileURLToPath(new URL('kwok-stages.yaml', import.meta.url))

/** Where the programs belong. */
export interface ControllersInit {
  readonly host: ProgramHost
  readonly find: (name: ProgramName) => Promise<string>
  readonly kubeconfig: string
  /** For logs. */
  readonly folder: string
  /** Key that signs the tokens of service accounts. */
  readonly serviceAccountKey: string
  /** The API server's certificate, which pods are given to know it by. */
  readonly rootCa: string
  /** Requests a second that each may make; twice as many at once. Their own defaults are 20 and 50, which would be what a test of scale measures. */
  readonly qps: number
  /** Flags of kube-controller-manager on top. */
  readonly managerArgs?: readonly string[] | undefined
}

/** Starts kube-controller-manager and kube-scheduler and waits until both are healthy. */
export async function startControllers (init: ControllersInit): Promise<Program[]> {
  const [managerPort, schedulerPort] = await freePorts(2) as [number, number]
  const common = ['--kubeconfig', init.kubeconfig, '--leader-elect=false', '--bind-address', init.host.address, '--kube-api-qps', String(init.qps), '--kube-api-burst', String(2 * init.qps)]
  const start = async (name: ProgramName, port: number, args: readonly string[]): Promise<Program> => {
    const path = await init.find(name)
    const program = await init.host.start({ path, logFile: join(init.folder, `${name}.log`), args: [...common, '--secure-port', String(port), ...args] })
    await eventually(`${name} is healthy`, async () => {
      if (program.ended()) throw new Error(`${name} ended:\n${program.tail()}`)
      return await healthz(init.host.address, port) === 200 ? true : undefined
    }, 60_000)
    return program
  }
  return [
    await start('kube-controller-manager', managerPort, ['--service-account-private-key-file', init.serviceAccountKey, '--node-monitor-grace-period', '300s', '--root-ca-file', init.rootCa, ...init.managerArgs ?? []]),
    await start('kube-scheduler', schedulerPort, [])
  ]
}

/** Starts kwok over all nodes that have the annotation of {@link fakeNode}: it makes them ready, and their pods running. */
export async function startKwok (init: Pick<ControllersInit, 'host' | 'find' | 'kubeconfig' | 'folder'> & { podRange?: string | undefined }): Promise<Program> {
  const args = ['--kubeconfig', init.kubeconfig, '--config', KWOK_STAGES, '--manage-nodes-with-annotation-selector', `${KWOK_ANNOTATION}=fake`, '--cidr', init.podRange ?? POD_RANGE, '--node-lease-duration-seconds', '120']
  // etcd 3.4 cannot say how far a watch is, which client-go 0.36 asks of it otherwise before each of its lists.
  const env = { KUBE_FEATURE_WatchListClient: 'false' }
  return await init.host.start({ path: await init.find('kwok'), logFile: join(init.folder, 'kwok.log'), args, env })
}

/** Addresses of kwok's pods. Loopback: whoever calls such a pod reaches this machine, or nobody, and never a network. */
export const POD_RANGE = '127.64.0.0/10'

const KWOK_ANNOTATION = 'kwok.x-k8s.io/node'

/** A node for kwok to play. `capacity` on top of plenty of processors, memory and pods: `{ 'nvidia.com/gpu': '4' }`. */
export function fakeNode (name: string, init: { capacity?: Readonly<Record<string, string>>, taints?: readonly object[] } = {}): object {
  const capacity = { cpu: '1000', memory: '4Ti', pods: '100000', ...init.capacity }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, annotations: { [KWOK_ANNOTATION]: 'fake' }, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', type: 'kwok' } },
    spec: { taints: init.taints ?? [] },
    status: { capacity, allocatable: capacity }
  }
}

async function healthz (host: string, port: number): Promise<number> {
  return await new Promise((resolve, reject) => {
    // Its certificate is one it has made for itself at this start.
    const request = https.get({ host, port, path: '/healthz', rejectUnauthorized: false, agent: false, timeout: 5000 }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.on('timeout', () => request.destroy(new Error('no answer within 5 s')))
    request.on('error', reject)
  })
}
