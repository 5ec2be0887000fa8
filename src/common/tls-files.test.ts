/** A TLS folder: what is refused, and that changes are seen as Kubernetes and people make them. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createCa, filesOf, secretFolder } from '../../test/support/certificates.ts'
import type { TestCa } from '../../test/support/certificates.ts'
import type { Logger } from './logger.ts'
import { silentLogger } from './logger.ts'
import { TlsFiles } from './tls-files.ts'
import type { TlsMaterial } from './tls-material.ts'

const cleanups: Array<() => Promise<void>> = []
afterEach(async () => { for (const cleanup of cleanups.splice(0).reverse()) await cleanup() })

let ca: TestCa
let first: TlsMaterial
let second: TlsMaterial
beforeAll(async () => {
  ca = await createCa()
  first = await ca.issue({ names: ['gateway.a'] })
  second = await ca.issue({ names: ['gateway.a'] })
})

async function plainFolder (files: ReadonlyArray<[string, string]>): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'subnetes-tls-'))
  cleanups.push(async () => await rm(path, { recursive: true, force: true }))
  for (const [name, text] of files) await writeFile(join(path, name), text)
  return path
}

async function follow (folder: string, init: { logger?: Logger, pollMs?: number } = {}): Promise<TlsFiles> {
  const files = new TlsFiles({ folder, ...init })
  cleanups.push(async () => await files.stop())
  await files.start()
  return files
}

const uses = async (files: TlsFiles, { cert }: TlsMaterial): Promise<void> => { await vi.waitFor(() => expect(files.material.cert).toBe(cert), { timeout: 5000, interval: 5 }) }

describe('a TLS folder', () => {
  it('gives what a Secret holds, and follows the link that the kubelet moves, through several changes', async () => {
    const folder = await secretFolder(first)
    cleanups.push(folder.remove)
    const files = await follow(folder.path, { pollMs: 3_600_000 })
    const { context } = files
    expect(files.material).toEqual(first)
    const changes = vi.fn()
    files.onChange(changes)
    for (const next of [second, first, second]) {
      await folder.replace(next)
      await uses(files, next)
    }
    expect(changes).toHaveBeenCalledTimes(3)
    expect(files.context).not.toBe(context)
  })

  it('sees changes where the system tells of none', async () => {
    const folder = await secretFolder(first)
    cleanups.push(folder.remove)
    // What is watched is the folder that the name stood for at the start; replaced as a whole, only a look finds the new one.
    const files = await follow(folder.path, { pollMs: 20 })
    await folder.remove()
    await mkdir(folder.path)
    for (const [name, text] of filesOf(second)) await writeFile(join(folder.path, name), text)
    await uses(files, second)
  })

  it('goes on with the old certificate while files are copied one after the other, and takes the new one once it is whole', async () => {
    const warn = vi.fn()
    const path = await plainFolder(filesOf(first))
    const files = await follow(path, { logger: { ...silentLogger, child: () => ({ ...silentLogger, warn }) } })
    await writeFile(join(path, 'tls.crt'), second.cert)
    await vi.waitFor(() => expect(warn).toHaveBeenCalledWith(expect.any(String), { error: expect.stringContaining('tls.key is not the key of the certificate in tls.crt') as string }), 5000)
    expect(files.material).toEqual(first)
    await writeFile(join(path, 'tls.key'), second.key)
    await uses(files, second)
  })

  it('believes every authority of ca.crt', async () => {
    const bundle = { ...first, ca: `${(await createCa()).pem}\n${ca.pem}` }
    expect((await follow(await plainFolder(filesOf(bundle)))).material.ca).toBe(bundle.ca)
  })

  it('changes nothing for a folder that is written again with the same files', async () => {
    const path = await plainFolder(filesOf(first))
    const files = await follow(path, { pollMs: 10 })
    const { context } = files
    const changes = vi.fn()
    files.onChange(changes)
    for (const [name, text] of filesOf(first)) await writeFile(join(path, name), text)
    await writeFile(join(path, 'tls.key'), second.key)
    await writeFile(join(path, 'tls.crt'), second.cert)
    await uses(files, second)
    expect(changes).toHaveBeenCalledTimes(1)
    expect(files.context).not.toBe(context)
  })

  it('says what is wrong at the start', async () => {
    const noName = await ca.issue({ names: [] })
    const cases: Array<[Array<[string, string]>, RegExp]> = [
      [[], /TLS folder \/.*: ca.crt is not there; mount a Secret with ca.crt, tls.crt and tls.key there/],
      [filesOf(first).slice(0, 2), /tls.key is not there/],
      [filesOf({ ...first, ca: 'x' }), /ca.crt holds no PEM certificate/],
      [filesOf({ ...first, ca: second.cert }), /ca.crt holds CN=leaf-.*, which is no certificate authority/],
      [filesOf({ ...first, cert: 'x' }), /tls.crt holds no PEM certificate/],
      [filesOf({ ...first, cert: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }), /tls.crt holds a certificate that cannot be read/],
      [filesOf({ ...first, key: 'x' }), /tls.key holds no PEM private key/],
      [filesOf({ ...first, key: second.key }), /tls.key is not the key of the certificate in tls.crt \(CN=leaf-.*\); both must come from one Secret/],
      [filesOf(noName), /has no DNS name; peers go by those/]
    ]
    for (const [files, words] of cases) {
      const folder = await plainFolder(files)
      await expect(new TlsFiles({ folder }).start()).rejects.toMatchObject({ code: 'invalid_argument', message: expect.stringMatching(words) as string })
    }
  })

  it('runs with a certificate that has expired, and says so', async () => {
    const error = vi.fn()
    const expired = await ca.issue({ names: ['gateway.a'], notAfter: new Date(Date.now() - 1000) })
    await follow(await plainFolder(filesOf(expired)), { logger: { ...silentLogger, child: () => ({ ...silentLogger, error }) } })
    expect(error).toHaveBeenCalledWith('certificate has expired: peers refuse it until it is renewed', expect.objectContaining({ names: ['gateway.a'] }))
  })
})
