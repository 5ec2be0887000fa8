/** Makes folders, with an end to it. */
import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder and what is missing above it. Unlike Node's recursive `mkdir` it ends where the system says ENOENT although the parent exists
 * (`/proc` does); that one tries again for ever, in a thread that no signal ends.
 *
 * @returns whether `path` was made; false when it is there already
 * @throws {Error} naming the folder that cannot be made, and why
 */
export async function makeFolder (path: string, mode = 0o777): Promise<boolean> {
  const error = await tryMakeTwice(path, mode)
  if (error === undefined) return true
  if (error.code === 'ENOENT' && dirname(path) !== path && await kindOf(dirname(path)) === 'nothing') {
    await makeFolder(dirname(path), mode)
    return await makeFolder(path, mode)
  }
  if (error.code === 'EEXIST' && await kindOf(path) === 'folder') return false
  if (error.code === 'ENOENT') throw new Error(`no folder can be made in ${dirname(path)}`, { cause: error })
  if (error.code === 'EEXIST' || error.code === 'ENOTDIR') throw new Error(`${await kindOf(path) === 'other' ? path : dirname(path)} is no folder`, { cause: error })
  throw error
}

async function tryMake (path: string, mode: number): Promise<NodeJS.ErrnoException | undefined> {
  return await mkdir(path, { mode }).then(() => undefined, (error: unknown) => error as NodeJS.ErrnoException)
}

/** Once more when the folder above is there after all: another process may have made it meanwhile. */
async function tryMakeTwice (path: string, mode: number): Promise<NodeJS.ErrnoException | undefined> {
  const error = await tryMake(path, mode)
  return error?.code === 'ENOENT' && await kindOf(dirname(path)) === 'folder' ? await tryMake(path, mode) : error
}

async function kindOf (path: string): Promise<'folder' | 'other' | 'nothing'> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return 'nothing'
  return found.isDirectory() ? 'folder' : 'other'
}
