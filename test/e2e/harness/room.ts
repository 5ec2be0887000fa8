/**
 * The namespaces of a node: processes, mounts and network of its own. Nothing that happens inside changes the machine: its firewall, its interfaces, its mounts
 * and its /var and /run stay as they are, and all of it ends, however the test process ends, when the first process of the room does.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually, startProgram } from '../../cluster/harness/program.ts'
import type { Program, ProgramHost, ProgramInit } from '../../cluster/harness/program.ts'
import { markOf, note, remove } from './ledger.ts'
import type { LedgerEntry, ProcessMark } from './ledger.ts'
import { run } from './run.ts'

/** A room that is open. */
export interface Room extends ProgramHost {
  readonly id: string
  /** Its control group, as the kubelet names it: below each hierarchy's root. */
  readonly cgroup: string
  /** Starts a program inside; it ends at the latest with the room. */
  readonly start: (init: ProgramInit) => Promise<Program>
  /** Put before a command, it leads that command inside. */
  readonly enter: readonly string[]
  /** Ends everything inside and removes every trace. */
  readonly close: () => Promise<void>
}

/** Addresses of the link between machine and room: two of 198.18.N.0/30, of the range for tests between networks (RFC 2544), which nobody routes. */
const NETWORK = '198.18'
/** Rooms that one machine may have at a time. */
const MAX_ROOMS = 64

/** All pods together count as eight ordinary processes of the machine, in either version of control groups; else they would be one, and starve beside a build. */
const CPU_WEIGHT = { 'cpu.shares': 8 * 1024, 'cpu.weight': 8 * 100 }

/**
 * What the kubelet sets on the whole machine when it finds other values (https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/kubelet/cm/container_manager_linux.go,
 * setupKernelTunables). It finds these, and sets nothing.
 */
const KERNEL_TUNABLES = { 'vm/overcommit_memory': 1, 'vm/panic_on_oom': 0, 'kernel/panic': 10, 'kernel/panic_on_oops': 1, 'kernel/keys/root_maxkeys': 1_000_000, 'kernel/keys/root_maxbytes': 25_000_000 }

/** The room's first process: bash, which takes the ends of orphans in. `$1` is the room's folder. Before /proc is the room's own it still tells the machine's number of this process. */
const FIRST_PROCESS = `
awk '/^PPid:/ { print $2 }' /proc/self/status > "$1/pid.new"
mount --make-rshared /
mount -t proc proc /proc
for tunable in "$1"/tunables/*; do mount --bind "$tunable" "/proc/sys/$(basename "$tunable" | tr . /)"; done
mount --bind "$1/var" /var
mount -t tmpfs -o mode=755 tmpfs /run
ip link set lo up
echo 1 > /proc/sys/net/ipv4/ip_forward
echo 1 > /proc/sys/net/ipv4/conf/all/route_localnet
mv "$1/pid.new" "$1/pid"
while :; do sleep infinity & wait; done
`

/** Opens one. */
export async function openRoom (): Promise<Room> {
  const id = randomBytes(4).toString('hex')
  const folder = await mkdtemp(join(tmpdir(), 'subnetes-e2e-'))
  const owner = await markOf(process.pid) as ProcessMark
  const cgroup = `/subnetes-e2e-${id}`
  let entry: LedgerEntry = { id, owner, folder, cgroups: (await cgroupHierarchies()).map((hierarchy) => join(hierarchy, cgroup)) }
  await note(entry)
  try {
    await makeFiles(entry)
    const init = await startFirstProcess(folder)
    entry = { ...entry, init }
    await note(entry)
    const address = await connect(init.pid)
    const entering = ['--target', String(init.pid), '--net', '--mount', '--pid', '--']
    return {
      id,
      folder,
      cgroup,
      address,
      // The program does not hear what nsenter is told, but hears of its end.
      start: async (program) => await startProgram({ ...program, path: 'nsenter', args: [...entering, 'setpriv', '--pdeathsig', 'TERM', program.path, ...program.args] }),
      enter: ['nsenter', ...entering],
      close: async () => await remove(entry)
    }
  } catch (error) {
    await remove(entry)
    throw new Error('the namespaces of a node could not be made', { cause: error })
  }
}

async function makeFiles ({ folder, cgroups }: LedgerEntry): Promise<void> {
  for (const name of ['var/lib', 'var/log', 'var/tmp', 'tunables']) await mkdir(join(folder, name), { recursive: true })
  for (const [name, value] of Object.entries(KERNEL_TUNABLES)) await writeFile(join(folder, 'tunables', name.replaceAll('/', '.')), `${value}\n`)
  for (const group of cgroups) {
    await mkdir(group)
    await Promise.any(Object.entries(CPU_WEIGHT).map(async ([file, weight]) => await writeFile(join(group, file), String(weight), { flag: 'r+' }))).catch(() => {}) // not the hierarchy of cpu
  }
}

/** Where control groups are made: once in version 2, else in each hierarchy of version 1. */
async function cgroupHierarchies (): Promise<string[]> {
  const root = '/sys/fs/cgroup'
  if ((await readdir(root)).includes('cgroup.controllers')) return [root]
  return (await readFile('/proc/self/mounts', 'utf8')).split('\n').map((line) => line.split(' ')).filter(([, , type]) => type === 'cgroup').map(([, path]) => path as string)
}

/** Its end follows that of this process: the kernel sees to it. */
async function startFirstProcess (folder: string): Promise<ProcessMark> {
  const namespaces = ['--net', '--mount', '--pid', '--fork', '--kill-child=KILL', '--propagation', 'private']
  const logFile = join(folder, 'first-process.log')
  const first = await startProgram({ path: 'setpriv', args: ['--pdeathsig', 'KILL', 'unshare', ...namespaces, 'bash', '-euc', FIRST_PROCESS, 'room', folder], logFile })
  return await eventually('the first process of the room is ready', async () => {
    if (first.ended()) throw new Error(`it ended: ${first.tail()}`)
    const pid = await readFile(join(folder, 'pid'), 'utf8').catch(() => undefined)
    return pid === undefined ? undefined : await markOf(Number(pid))
  })
}

/** Lays the link. It goes with the room's network. @returns the room's address */
async function connect (pid: number): Promise<string> {
  for (let number = 0; number < MAX_ROOMS; number++) {
    const name = `subnetes-${number}`
    const made = await run(['ip', 'link', 'add', name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid)]).then(() => true, async (error: unknown) => {
      if ((await run(['ip', '-o', 'link', 'show'])).includes(` ${name}@`)) return false // taken by another room
      throw error
    })
    if (!made) continue
    const [near, far] = [`${NETWORK}.${number}.1`, `${NETWORK}.${number}.2`]
    await run(['ip', 'address', 'add', `${near}/30`, 'dev', name])
    await run(['ip', 'link', 'set', name, 'up'])
    const inside = ['nsenter', '--target', String(pid), '--net', '--', 'ip']
    await run([...inside, 'address', 'add', `${far}/30`, 'dev', 'eth0'])
    await run([...inside, 'link', 'set', 'eth0', 'up'])
    return far
  }
  throw new Error(`all ${MAX_ROOMS} links of rooms are in use; npm run e2e:clean removes those of dead runs`)
}
