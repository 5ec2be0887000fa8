/** Temporary folders that say whose they are, so that those of a process that was killed can be told from those in use. */
import { lstat, mkdtemp, readFile, readdir, readlink, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

/** How the names of all of them begin. */
export const TEMPORARY_PREFIX = 'subnetes-'
/** File in the folder that names its owner. */
const OWNER_FILE = '.owner.json'

interface Owner { readonly pid: number, readonly place: string }

/** Makes a folder for this process alone, `subnetes-<kind>-XXXXXX` in the system's folder for such (mode 0700). Whoever makes it removes it. */
export async function makeTemporaryFolder (kind = ''): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${TEMPORARY_PREFIX}${kind === '' ? '' : `${kind}-`}`))
  const owner: Owner = { pid: process.pid, place: await ownPlace() }
  await writeFile(join(folder, OWNER_FILE), JSON.stringify(owner), { mode: 0o600 })
  return folder
}

/** Removes the folders of {@link makeTemporaryFolder} whose process has gone without removing them. Other folders are left alone, whatever their name. @returns what was removed */
export async function sweepTemporaryFolders (): Promise<string[]> {
  const place = await ownPlace()
  const names = await readdir(tmpdir()).catch(() => [])
  const folders = names.filter((name) => name.startsWith(TEMPORARY_PREFIX)).map((name) => join(tmpdir(), name))
  const swept = await Promise.all(folders.map(async (folder) => {
    const owner = await ownerOf(folder)
    if (owner === undefined || owner.place !== place || isRunning(owner.pid)) return []
    return await rm(folder, { recursive: true, force: true }).then(() => [folder], () => []) // the next start tries again
  }))
  return swept.flat()
}

/** A process id means something only among the processes that share its numbers: those of one machine, and of one container on it. */
async function ownPlace (): Promise<string> {
  return `${hostname()} ${await readlink('/proc/self/ns/pid').catch(() => '')}`.trim()
}

async function ownerOf (folder: string): Promise<Owner | undefined> {
  try {
    const { uid } = await lstat(folder)
    if (uid !== process.getuid?.()) return undefined
    const { pid, place } = JSON.parse(await readFile(join(folder, OWNER_FILE), 'utf8')) as Partial<Owner>
    return Number.isSafeInteger(pid) && Number(pid) > 0 && typeof place === 'string' ? { pid: Number(pid), place } : undefined
  } catch {
    return undefined // not one of ours, or not readable for us
  }
}

function isRunning (pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
