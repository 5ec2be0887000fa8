/** `subnetes keys`: identities of peers as key files. */
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

/** Adds `keys new` and `keys show`. */
export function addKeysCommand (program: Command, context: CliContext, finish: (code: ExitCodeValue) => void): void {
  const keys = program.command('keys').description('Makes and shows identity key files.').addHelpText('after', EXIT_CODE_HELP)
  keys.command('new')
    .description('Makes an Ed25519 identity (libp2p protobuf, mode 0600) and prints its peer id. An existing file is left alone.')
    .argument('<file>', 'where to write it')
    .option('--json', 'one JSON object')
    .action(async (file: string, flags: KeysFlags) => {
      await makeFolder(dirname(file), 0o700)
      await print(file, await createIdentity(file), flags, context)
      finish(ExitCode.Ok)
    })
  keys.command('show')
    .description('Prints peer id and type of a key file: libp2p Ed25519 (64 bytes, or the 32-byte seed of py-libp2p) or RSA (hivemind).')
    .argument('<file>', 'the key file; others must not be able to read it')
    .option('--json', 'one JSON object')
    .action(async (file: string, flags: KeysFlags) => {
      await print(file, await loadIdentity(file), flags, context)
      finish(ExitCode.Ok)
    })
}

async function print (file: string, key: PrivateKey, flags: KeysFlags, { stdout }: CliContext): Promise<void> {
  const peerId = key.publicKey.toString()
  const publicKey = Buffer.from(key.publicKey.raw).toString('base64')
  await writeOut(stdout, flags.json === true
    ? `${JSON.stringify({ peerId, type: key.type, publicKey, file })}\n`
    : `peer id     ${peerId}\ntype        ${key.type}\npublic key  ${publicKey}\nfile        ${file}\n`)
}
