import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKeyPair, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIdentity, keepIdentity, loadIdentity } from './identity.ts'

let folder: string

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'subnetes-identity-')) })
afterAll(async () => { await rm(folder, { recursive: true }) })

async function keyFile (name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes, { mode: 0o600 })
  return path
}

describe('an identity file', () => {
  it('is made with mode 0600 and read back as the same peer', async () => {
    const path = join(folder, 'new.key')
    const key = await createIdentity(path)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(peerIdFromPrivateKey(await loadIdentity(path)).toString()).toBe(peerIdFromPrivateKey(key).toString())
    expect((await readFile(path)).length).toBe(68)
  })

  it('is not overwritten', async () => {
    const path = await keyFile('there.key', Buffer.from('x'))
    await expect(createIdentity(path)).rejects.toMatchObject({ code: 'already_exists' })
    expect(await readFile(path, 'utf8')).toBe('x')
  })

  it('is made where there is none, once, also by several at a time', async () => {
    const path = join(folder, 'kept.key')
    const peers = (await Promise.all([keepIdentity(path), keepIdentity(path)])).map((key) => peerIdFromPrivateKey(key).toString())
    expect(new Set([...peers, peerIdFromPrivateKey(await keepIdentity(path)).toString()]).size).toBe(1)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('begins as a copy of a mounted key, whose mode is the mount\'s', async () => {
    const given = join(folder, 'given.key')
    const key = await createIdentity(given)
    await chmod(given, 0o440)
    const path = join(folder, 'copied.key')
    expect((await keepIdentity(path, { from: given })).equals(key)).toBe(true)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    await expect(keepIdentity(join(folder, 'x.key'), { from: join(folder, 'none.key') })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('may hold the 32-byte seed only', async () => {
    const seed = Buffer.from(Array.from({ length: 32 }, (_, index) => index))
    const path = await keyFile('seed.key', Buffer.concat([Buffer.from('08011220', 'hex'), seed]))
    expect(peerIdFromPrivateKey(await loadIdentity(path)).toString()).toBe('12D3KooWA4Xop1JaT3MHxwYMkCepYsv4iPVopMXwCz5iHYdBfeSB')
  })

  it('may hold an RSA key', async () => {
    const key = await generateKeyPair('RSA', 2048)
    const path = await keyFile('rsa.key', privateKeyToProtobuf(key))
    expect(peerIdFromPrivateKey(await loadIdentity(path)).toString()).toBe(peerIdFromPrivateKey(key).toString())
  })

  it('is refused when others may read it, with the command that mends it', async () => {
    const path = await keyFile('open.key', Buffer.from('x'))
    await chmod(path, 0o644)
    await expect(loadIdentity(path)).rejects.toMatchObject({ code: 'failed_precondition', message: expect.stringContaining(`mode 0644, so others can read or change the key; run: chmod 600 ${path}`) as string })
  })

  it('is refused when it holds no key, or is not there', async () => {
    const path = await keyFile('bad.key', Buffer.from('not a key'))
    await expect(loadIdentity(path)).rejects.toMatchObject({ code: 'invalid_argument', message: expect.stringContaining(path) as string })
    await expect(loadIdentity(join(folder, 'none'))).rejects.toMatchObject({ code: 'not_found' })
    await expect(loadIdentity(folder)).rejects.toMatchObject({ code: 'invalid_argument' })
  })
})
