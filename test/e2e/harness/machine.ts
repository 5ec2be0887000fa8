/** Whether this machine can run pods, and what it lacks. */
import { constants } from 'node:fs'
import { access, readFile, statfs } from 'node:fs/promises'
import { freemem, tmpdir } from 'node:os'
import { run } from './run.ts'

/** Programs by the Debian package that brings them. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  containerd: ['/usr/bin/containerd', '/usr/bin/ctr'],
  runc: ['/usr/sbin/runc', '/usr/bin/runc'],
  'containernetworking-plugins': ['/usr/lib/cni/bridge', '/usr/lib/cni/portmap'],
  buildah: ['/usr/bin/buildah'],
  debootstrap: ['/usr/sbin/debootstrap'],
  iptables: ['/usr/sbin/iptables'],
  conntrack: ['/usr/sbin/conntrack'],
  iproute2: ['/usr/sbin/ip', '/sbin/ip'],
  'util-linux': ['/usr/bin/nsenter', '/usr/bin/unshare', '/usr/bin/setpriv']
}

const MIN_DISK_BYTES = 8e9
const MIN_MEMORY_BYTES = 3e9

/** What the kernel must let this user do, tried in namespaces of its own that end at once. */
const TRIALS: ReadonlyArray<{ readonly lacks: string, readonly script: string }> = [
  { lacks: 'bridges and pairs of interfaces in a network namespace', script: 'ip link add name one type bridge && ip link add name two type veth peer name three' },
  { lacks: 'address translation by iptables in a network namespace', script: 'iptables -t nat -A POSTROUTING -m comment --comment x -m statistic --mode random --probability 0.5 -j MASQUERADE' },
  { lacks: 'overlay mounts', script: 'd=$(mktemp -d) && mkdir $d/l $d/u $d/w $d/m && mount -t overlay -o lowerdir=$d/l,upperdir=$d/u,workdir=$d/w overlay $d/m && umount $d/m && rm -r $d' }
]

/** Installs missing Debian packages where that is possible without asking. @throws with everything that keeps pods from running here, and what to do about each */
export async function requireMachine (): Promise<void> {
  if (process.platform !== 'linux') throw new Error(`a node runs on Linux, and this is ${process.platform}; set KUBECONFIG to a cluster (test/e2e/README.md)`)
  const lacks: string[] = []
  if (process.getuid?.() !== 0) lacks.push('root: namespaces, mounts and interfaces are made')
  await installPackages().catch((error: unknown) => lacks.push((error as Error).message))
  if (lacks.length === 0) lacks.push(...await tryKernel(), ...await controlGroups())
  const disk = await statfs(tmpdir())
  if (disk.bavail * disk.bsize < MIN_DISK_BYTES) lacks.push(`room: ${tmpdir()} has ${(disk.bavail * disk.bsize / 1e9).toFixed(1)} GB free of the ${MIN_DISK_BYTES / 1e9} GB needed`)
  if (freemem() < MIN_MEMORY_BYTES) lacks.push(`memory: ${(freemem() / 1e9).toFixed(1)} GB free of the ${MIN_MEMORY_BYTES / 1e9} GB needed`)
  if (lacks.length > 0) throw new Error(`this machine cannot run pods; it lacks\n${lacks.map((lack) => `  - ${lack}`).join('\n')}\nSet KUBECONFIG to use a cluster that is there (test/e2e/README.md).`)
}

async function installPackages (): Promise<void> {
  const missing: string[] = []
  for (const [name, files] of Object.entries(PACKAGES)) {
    const present = await Promise.all(files.map(async (file) => await access(file, constants.X_OK).then(() => true, () => false)))
    // Of two places of one program either will do.
    const enough = name === 'runc' || name === 'iproute2' ? present.includes(true) : !present.includes(false)
    if (!enough) missing.push(name)
  }
  if (missing.length === 0) return
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (process.getuid?.() !== 0) throw new Error(`Debian packages: sudo ${command}`)
  console.log(`e2e: installing the Debian packages ${missing.join(' ')}, as root`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run(['sh', '-c', `${command} || { apt-get update -qq && ${command}; }`], { env }).catch((cause: unknown) => { throw new Error(`Debian packages, which could not be installed: ${command}`, { cause }) })
}

async function tryKernel (): Promise<string[]> {
  const lacks: string[] = []
  for (const { lacks: what, script } of TRIALS) {
    const works = await run(['unshare', '--net', '--mount', '--pid', '--fork', 'sh', '-c', script]).then(() => undefined, (error: unknown) => (error as Error).message.split('\n').slice(1).join(' '))
    if (works !== undefined) lacks.push(`${what}: ${works}`)
  }
  return lacks
}

/** kubelet and runc need these, in either version. */
async function controlGroups (): Promise<string[]> {
  const unified = await readFile('/sys/fs/cgroup/cgroup.controllers', 'utf8').catch(() => undefined)
  const available = unified?.split(/\s+/) ?? (await readFile('/proc/self/cgroup', 'utf8')).split('\n').flatMap((line) => line.split(':')[1]?.split(',') ?? [])
  const missing = ['cpu', 'cpuset', 'memory', 'pids'].filter((name) => !available.includes(name))
  return missing.length === 0 ? [] : [`control groups of ${missing.join(', ')} under /sys/fs/cgroup`]
}
