/**
 * Identity key files. Three kinds are read:
 * - libp2p's protobuf private key with an Ed25519 key of 64 bytes, as js-libp2p and go-libp2p write it (and {@link createIdentity});
 * - the same with the 32-byte seed only, 36 bytes in all (`08 01 12 20` and the seed), as py-libp2p's subnet template writes it;
 * - the same with an RSA key (PKCS#1), as hivemind writes it.
 */
import { randomUUID } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { generateKeyPair, generateKeyPairFromSeed, privateKeyFromProtobuf, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import type { PrivateKey } from '@libp2p/interface'
import { SubnetesError } from '@subnetes/common'

/** Owner may read and write, nobody else anything. */
export const IDENTITY_MODE = 0o600

const SEED_HEADER = Buffer.from('08011220', 'hex')
const SEED_BYTES = 32

/** No key is anywhere near this large; a wrong path may be. */
const MAX_KEY_FILE_BYTES = 64 * 1024

/**
 * Reads an identity.
 *
 * @throws {SubnetesError} `not_found` when there is no file, `failed_precondition` when others may read it, `invalid_argument` when it holds no key
 */
export async function loadIdentity (path: string): Promise<PrivateKey> {
  const file = await open(path, 'r').catch((error: unknown) => { throw fileError(error, path) })
  try {
    const info = await file.stat()
    if (!info.isFile() || info.size > MAX_KEY_FILE_BYTES) throw new SubnetesError('invalid_argument', `identity file ${path} is no key file`)
    if (process.platform !== 'win32' && (info.mode & 0o077) !== 0) {
      const mode = (info.mode & 0o777).toString(8).padStart(4, '0')
      throw new SubnetesError('failed_precondition', `identity file ${path} has mode ${mode}, so others can read or change the key; run: chmod 600 ${path}`)
    }
    return await parseIdentity(await file.readFile(), path)
  } finally {
    await file.close()
  }
}

/**
 * Makes a new Ed25519 identity and writes it with mode 0600. An existing file is left alone.
 *
 * @throws {SubnetesError} `already_exists`
 */
export async function createIdentity (path: string): Promise<PrivateKey> {
  const key = await generateKeyPair('Ed25519')
  await writeKey(path, privateKeyToProtobuf(key))
  return key
}

/**
 * The identity that is kept at `path`: read when it is there, else made once. Written whole or not at all, and the first of several processes wins.
 *
 * @param init.from a key file to begin with instead of a new key, such as a mounted Secret (its mode is the mount's); it is read once, later changes of it change nothing
 * @throws {SubnetesError} as {@link loadIdentity}; `not_found` when `from` is not there
 */
export async function keepIdentity (path: string, init: { from?: string | undefined } = {}): Promise<PrivateKey> {
  try {
    return await loadIdentity(path)
  } catch (error) {
    if (SubnetesError.from(error).code !== 'not_found') throw error
  }
  const draft = `${path}.${randomUUID()}` // a process id is 1 in every container
  try {
    if (init.from === undefined) await createIdentity(draft)
    else await copyIdentity(init.from, draft)
    await link(draft, path).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'EEXIST') throw fileError(error, path) })
  } finally {
    await rm(draft, { force: true })
  }
  return await loadIdentity(path)
}

/** Reads a key out of a file's bytes. @param path for messages @throws {SubnetesError} `invalid_argument` */
export async function parseIdentity (bytes: Uint8Array, path: string): Promise<PrivateKey> {
  try {
    if (bytes.length === SEED_HEADER.length + SEED_BYTES && SEED_HEADER.equals(bytes.subarray(0, SEED_HEADER.length))) {
      return await generateKeyPairFromSeed('Ed25519', bytes.subarray(SEED_HEADER.length))
    }
    return privateKeyFromProtobuf(bytes)
  } catch (error) {
    throw new SubnetesError('invalid_argument',
      `identity file ${path} (${bytes.length} bytes) holds no libp2p private key; expected a protobuf with an Ed25519 key, its 32-byte seed, or an RSA key`, { cause: error })
  }
}

async function copyIdentity (from: string, to: string): Promise<void> {
  const bytes = await readFile(from).catch((error: unknown) => { throw fileError(error, from) })
  await parseIdentity(bytes, from)
  await writeKey(to, bytes)
}

async function writeKey (path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', IDENTITY_MODE).catch((error: unknown) => { throw fileError(error, path) })
  try {
    await file.chmod(IDENTITY_MODE)
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

function fileError (error: unknown, path: string): SubnetesError {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return new SubnetesError('not_found', `identity file ${path} does not exist; make one with: subnetes keys new ${path}`, { cause: error })
  if (code === 'EEXIST') return new SubnetesError('already_exists', `identity file ${path} exists; remove it first or choose another path`, { cause: error })
  return new SubnetesError('failed_precondition', `identity file ${path}: ${SubnetesError.from(error).message}`, { cause: error })
}
