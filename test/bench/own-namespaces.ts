/**
 * Namespaces of network and mounts for a benchmark. A Service takes no loopback address for an endpoint, so pods that do not run need others, and these must lead to this machine
 * and nowhere else; and a pod's credentials lie at one path.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { KubeConfig } from '@kubernetes/client-node'

/** Addresses of pods; inside, all of them are this machine. */
export const POD_RANGE = '10.64.0.0/16'

const INSIDE = 'SUBNETES_BENCH_INSIDE'
const SERVICE_ACCOUNT_FOLDER = '/run/secrets/kubernetes.io/serviceaccount'
const ENTER = `ip link set lo up && ip route add local ${POD_RANGE} dev lo && mount -t tmpfs tmpfs /run && mkdir -p ${SERVICE_ACCOUNT_FOLDER} && exec setpriv --pdeathsig TERM "$0" "$@"`

/** Returns inside. Outside, it runs this program again inside and ends as that does. Whoever is not root becomes it there. */
export async function inOwnNamespaces (): Promise<void> {
  if (process.env[INSIDE] === '1') {
    // By the exit's handlers all that was started ends too.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => { console.error(`ended by ${signal}`); process.exit(1) })
    return
  }
  const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']
  const args = [...user, '--net', '--mount', '--propagation', 'private', 'bash', '-c', ENTER, process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  const child = spawn('unshare', args, { stdio: 'inherit', env: { ...process.env, [INSIDE]: '1' } })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  const [code] = await once(child, 'exit') as [number | null]
  process.exit(code ?? 1)
}

/** Mounts what a pod gets of its service account, with the rights of the kubeconfig's user. @returns the environment of a process of that pod */
export async function mountServiceAccount (kubeconfig: string): Promise<Record<string, string>> {
  const config = new KubeConfig()
  config.loadFromFile(kubeconfig)
  const { hostname, port } = new URL(config.getCurrentCluster()?.server ?? '')
  await mkdir(SERVICE_ACCOUNT_FOLDER, { recursive: true })
  await writeFile(join(SERVICE_ACCOUNT_FOLDER, 'token'), config.getCurrentUser()?.token ?? '')
  await writeFile(join(SERVICE_ACCOUNT_FOLDER, 'ca.crt'), Buffer.from(config.getCurrentCluster()?.caData ?? '', 'base64'))
  return { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port, HOME: '/run' }
}
