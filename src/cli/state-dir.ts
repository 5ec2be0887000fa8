/** The folder that outlives `subnetes up`: the gateway's identity, its last assignments, logs. */
import { readFileSync } from 'node:fs'
import { chmod, open, readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { SubnetesError, makeFolder } from '@subnetes/common'
import { createIdentity, loadIdentity } from '@subnetes/rpc'

/** A state folder in use by this process. */
export interface StateDir extends AsyncDisposable {
  readonly path: string
  /** Path of the gateway's key file. */
  readonly identity: string
  /** True when the identity was made just now. */
  readonly isNew: boolean
}

/**
 * Opens (and makes, mode 0700) the folder and takes it for this process: two gateways with one identity would take each other's calls.
 *
 * @throws {SubnetesError} `failed_precondition` when another `subnetes up` uses it, naming its process
 */
export async function openStateDir (path: string): Promise<StateDir> {
  const folder = resolve(path)
  try {
    if (await makeFolder(folder, 0o700)) await chmod(folder, 0o700)
  } catch (cause) {
    throw new SubnetesError('failed_precondition', `state folder ${folder} cannot be made: ${(cause as Error).message}; choose another with --state DIR`, { cause })
  }
  const lock = join(folder, 'up.pid')
  await takeLock(lock, folder)
  const identity = join(folder, 'identity.key')
  try {
    return { path: folder, identity, isNew: await ensureIdentity(identity), [Symbol.asyncDispose]: async () => { await rm(lock, { force: true }) } }
  } catch (error) {
    await rm(lock, { force: true })
    throw error
  }
}

async function takeLock (lock: string, folder: string): Promise<void> {
  for (let attempt = 0; attempt < 2; attempt++) {
    const file = await open(lock, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => { if (error.code === 'EEXIST') return undefined; throw error })
    if (file !== undefined) {
      await file.writeFile(`${process.pid} ${startOf(process.pid) ?? ''}\n`)
      await file.close()
      return
    }
    const [pid = '', start = ''] = (await readFile(lock, 'utf8').catch(() => '')).trim().split(' ') // gone meanwhile: the next attempt takes it
    const holder = Number(pid)
    if (holder > 0 && isRunning(holder) && (start === '' || start === startOf(holder))) {
      throw new SubnetesError('failed_precondition', `state folder ${folder} is in use by process ${holder} (subnetes up); stop that one, or choose another folder with --state DIR. If it is no subnetes up, remove ${lock}`)
    }
    await rm(lock, { force: true })
  }
  throw new SubnetesError('failed_precondition', `state folder ${folder} cannot be taken: another process takes ${lock} at the same moment`)
}

/** When a process began, by which it is told from a later one of its number: field 22 of proc_pid_stat(5). Undefined where there is no /proc. */
function startOf (pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined // no Linux, or it is gone
  }
}

function isRunning (pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** @returns whether it was made */
async function ensureIdentity (path: string): Promise<boolean> {
  try {
    await loadIdentity(path)
    return false
  } catch (error) {
    if (SubnetesError.from(error).code !== 'not_found') throw error
    await createIdentity(path)
    return true
  }
}
