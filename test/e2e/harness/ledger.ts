/** What runs of the end-to-end tests have made on this machine, written down before it is made: whoever comes next removes what a killed run has left. */
import { mkdir, readFile, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '../../cluster/harness/program.ts'

/** A process that is still the same one: numbers are used again, start times are not. */
export interface ProcessMark { readonly pid: number, readonly startTime: string }

/** One run. A node's mounts, interfaces, iptables rules and programs belong to its namespaces and end with its first process; what is left is here. */
export interface LedgerEntry {
  readonly id: string
  /** The test process. */
  readonly owner: ProcessMark
  /** First process of the node's process namespace, once it runs. */
  readonly init?: ProcessMark
  /** All files of the node. */
  readonly folder: string
  /** Folders of control groups. */
  readonly cgroups: readonly string[]
}

/** What the end-to-end tests keep between runs, outside the tree. */
export function cacheFolder (env: NodeJS.ProcessEnv = process.env): string {
  return join(env['SUBNETES_CACHE'] ?? join(homedir(), '.cache', 'subnetes'), 'e2e')
}

/** The mark of a process, or undefined when it does not run. */
export async function markOf (pid: number): Promise<ProcessMark | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // Fields after the name, which stands in brackets and may hold anything; the start time is the 22nd of all, proc(5).
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? []
  const startTime = fields[18]
  return startTime === undefined || state === 'Z' ? undefined : { pid, startTime }
}

async function runs ({ pid, startTime }: ProcessMark): Promise<boolean> {
  return (await markOf(pid))?.startTime === startTime
}

/** Writes an entry, replacing the one of the same run. */
export async function note (entry: LedgerEntry): Promise<void> {
  const file = fileOf(entry.id)
  await mkdir(join(cacheFolder(), 'runs'), { recursive: true })
  await writeFile(`${file}.new`, JSON.stringify(entry, null, 2))
  await rename(`${file}.new`, file)
}

/** Ends and removes everything of a run, and then its entry. Safe to call again. */
export async function remove (entry: LedgerEntry): Promise<void> {
  const { init } = entry
  if (init !== undefined && await runs(init)) {
    process.kill(init.pid, 'SIGKILL') // the kernel ends all processes of its namespace with it
    await eventually(`process ${init.pid} has ended`, async () => await runs(init) ? undefined : true)
  }
  for (const folder of entry.cgroups) await eventually(`${folder} is empty`, async () => await removeCgroup(folder))
  await rm(entry.folder, { recursive: true, force: true, maxRetries: 5 })
  await rm(fileOf(entry.id), { force: true })
}

/** Removes what runs have left whose test process is gone. @returns their ids, and the ids of runs that go on */
export async function sweep (): Promise<{ removed: string[], running: string[] }> {
  const [removed, running]: [string[], string[]] = [[], []]
  for (const name of await readdir(join(cacheFolder(), 'runs')).catch(() => [])) {
    if (!name.endsWith('.json')) continue
    const entry = JSON.parse(await readFile(join(cacheFolder(), 'runs', name), 'utf8')) as LedgerEntry
    if (await runs(entry.owner)) {
      running.push(entry.id)
    } else {
      await remove(entry)
      removed.push(entry.id)
    }
  }
  return { removed, running }
}

function fileOf (id: string): string {
  return join(cacheFolder(), 'runs', `${id}.json`)
}

/** From the leaves up; a group cannot be removed while its processes are ending. @returns undefined when one still had some */
async function removeCgroup (folder: string): Promise<true | undefined> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined)
  if (entries === undefined) return true
  for (const entry of entries) if (entry.isDirectory() && await removeCgroup(join(folder, entry.name)) === undefined) return undefined
  return await rmdir(folder).then(() => true as const, () => undefined)
}
