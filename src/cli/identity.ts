/** Who this command is to peers: a key file named on the command line, or the user's own, made once. A job belongs to the peer that submitted it. */
import { link, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Environment } from '@subnetes/common'
import { SubnetesError, makeFolder } from '@subnetes/common'
import { createIdentity, loadIdentity } from '@subnetes/rpc'

/** `$XDG_CONFIG_HOME/subnetes/cli.key`, in `~/.config` unless set. */
export function identityPath (env: Environment): string {
  const config = env['XDG_CONFIG_HOME']
  return join(config === undefined || config === '' ? join(homedir(), '.config') : config, 'subnetes', 'cli.key')
}

/**
 * The path of a key file that can be loaded.
 *
 * @param file as given by --identity
 * @throws {SubnetesError} `failed_precondition` when there is none and none can be made
 */
export async function stableIdentity (file: string | undefined, env: Environment): Promise<string> {
  if (file !== undefined) return file
  const path = identityPath(env)
  try {
    await loadIdentity(path)
    return path
  } catch (error) {
    if (SubnetesError.from(error).code !== 'not_found') throw error
  }
  try {
    await make(path)
    return path
  } catch (cause) {
    throw new SubnetesError('failed_precondition', `no identity can be made at ${path}: ${SubnetesError.from(cause).message}; name a key file with --identity FILE (make one with: subnetes keys new FILE)`, { cause })
  }
}

/** The same for commands that need no lasting identity: undefined, for a new one, where none can be kept. */
export async function optionalIdentity (file: string | undefined, env: Environment): Promise<string | undefined> {
  try {
    return await stableIdentity(file, env)
  } catch {
    return undefined // only the user's own file can fail here; a named one is loaded, and complained about, by whoever uses it
  }
}

/** Whole or not at all, and the first of several commands wins. */
async function make (path: string): Promise<void> {
  await makeFolder(dirname(path), 0o700)
  const draft = `${path}.${process.pid}`
  await rm(draft, { force: true })
  try {
    await createIdentity(draft)
    await link(draft, path).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'EEXIST') throw error })
  } finally {
    await rm(draft, { force: true })
  }
}
