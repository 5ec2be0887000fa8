/** `subnetes keys`: identities of peers as key files. */
import { link, realpath, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Command } from 'commander'
import { makeFolder } from '@subnetes/common'
import { createIdentity, loadIdentity } from '@subnetes/rpc'
import { writeOut } from '../context.ts'
import type { CliContext } from '../context.ts'
import { EXIT_CODE_HELP, ExitCode } from '../exit-codes.ts'
import type { ExitCodeValue } from '../exit-codes.ts'

/** A key as `loadIdentity` gives it. */
type PrivateKey = Awaited<ReturnType<typeof loadIdentity>>

interface KeysFlags { json?: boolean }

/** Adds `keys new`, `keys show` and `keys rotate`. */
export function addKeysCommand (program: Command, context: CliContext, finish: (code: ExitCodeValue) => void): void {
  const keys = program.command('keys').description('Makes and shows identity key files.').addHelpText('after', EXIT_CODE_HELP)
  keys.command('new')
    .description('Makes an Ed25519 identity (libp2p protobuf, mode 0600) and prints its peer id. An existing file is left alone.')
    .argument('<file>', 'where to write it')
    .option('--json', 'one JSON object')
    .action(async (file: string, flags: KeysFlags) => {
      await makeFolder(dirname(file), 0o700)
      await print({ file, key: await createIdentity(file) }, flags, context)
      finish(ExitCode.Ok)
    })
  keys.command('show')
    .description('Prints peer id and type of a key file: libp2p Ed25519 (64 bytes, or the 32-byte seed of py-libp2p) or RSA (hivemind).')
    .argument('<file>', 'the key file; others must not be able to read it')
    .option('--json', 'one JSON object')
    .action(async (file: string, flags: KeysFlags) => {
      await print({ file, key: await loadIdentity(file) }, flags, context)
      finish(ExitCode.Ok)
    })
  keys.command('rotate')
    .description('Puts a new Ed25519 identity in place of the one in a key file; the old one is kept beside it. A running gateway takes the new one at its next start.')
    .argument('<file>', 'the key file; others must not be able to read it')
    .option('--json', 'one JSON object')
    .action(async (file: string, flags: KeysFlags) => {
      const { key, retired } = await rotate(file)
      await print({ file, key, retired }, flags, context)
      finish(ExitCode.Ok)
    })
}

/**
 * Puts a new identity in place of the one in `file`, in one step; the old one stays beside it, as `<file>.<its peer id>`.
 *
 * @throws {SubnetesError} as `loadIdentity` for the present file; `already_exists` when a rotation was interrupted and its file is still there
 */
async function rotate (given: string): Promise<{ key: PrivateKey, retired: string }> {
  const old = await loadIdentity(given)
  const file = await realpath(given) // of a symbolic link it is the key that changes, not the link
  const retired = `${file}.${old.publicKey.toString()}`
  const next = `${file}.new`
  const key = await createIdentity(next)
  try {
    await link(file, retired)
    await rename(next, file)
  } catch (error) {
    await rm(next, { force: true })
    throw error
  }
  return { key, retired }
}

async function print ({ file, key, retired }: { file: string, key: PrivateKey, retired?: string }, flags: KeysFlags, { stdout }: CliContext): Promise<void> {
  const peerId = key.publicKey.toString()
  const publicKey = Buffer.from(key.publicKey.raw).toString('base64')
  await writeOut(stdout, flags.json === true
    ? `${JSON.stringify({ peerId, type: key.type, publicKey, file, retired })}\n`
    : `peer id     ${peerId}\ntype        ${key.type}\npublic key  ${publicKey}\nfile        ${file}\n${retired === undefined ? '' : `old key     ${retired}\n`}`)
}
