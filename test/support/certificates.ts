/** Certificate authorities and certificates of the tests' own, and folders that change as the kubelet changes a mounted Secret. */
import 'reflect-metadata'
import { randomUUID, webcrypto } from 'node:crypto'
import { mkdtemp, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import { TlsStore } from '@subnetes/common'
import type { TlsMaterial } from '@subnetes/common'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const HOUR_MS = 3_600_000

/** What a test wants of a certificate. */
export interface LeafInit {
  readonly names: readonly string[]
  /** @default an hour ago and in an hour */
  readonly notBefore?: Date
  readonly notAfter?: Date
  /** @default both */
  readonly usages?: ReadonlyArray<'serverAuth' | 'clientAuth'>
}

/** An authority. */
export interface TestCa {
  readonly pem: string
  /** A new certificate with its key; `ca` is this authority alone. */
  readonly issue: (init: LeafInit) => Promise<TlsMaterial>
}

/** A new authority. */
export async function createCa (): Promise<TestCa> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=ca-${randomUUID()}`,
    keys,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(Date.now() - 1000 * HOUR_MS),
    notAfter: new Date(Date.now() + 1000 * HOUR_MS),
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)]
  })
  const pem = certificate.toString('pem')
  return { pem, issue: async (init) => ({ ca: pem, ...await issue(init, certificate, keys.privateKey) }) }
}

async function issue (init: LeafInit, issuer: x509.X509Certificate, signingKey: webcrypto.CryptoKey): Promise<{ cert: string, key: string }> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const usages = (init.usages ?? ['serverAuth', 'clientAuth']).map((usage) => x509.ExtendedKeyUsage[usage])
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=leaf-${randomUUID()}`,
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: ALGORITHM,
    notBefore: init.notBefore ?? new Date(Date.now() - HOUR_MS),
    notAfter: init.notAfter ?? new Date(Date.now() + HOUR_MS),
    extensions: [
      ...(init.names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(init.names.map((value) => ({ type: 'dns' as const, value })))]),
      new x509.ExtendedKeyUsageExtension(usages)
    ]
  })
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
  return { cert: certificate.toString('pem'), key: x509.PemConverter.encode(key, 'PRIVATE KEY') }
}

/** A source in memory that has a certificate already. */
export function tlsStore (material: TlsMaterial): TlsStore {
  const store = new TlsStore('test')
  store.set(material)
  return store
}

/** A folder that looks like a mounted Secret. */
export interface SecretFolder {
  readonly path: string
  /** Replaces all files in one step, as the kubelet does: a new folder, and the link `..data` moved to it. */
  readonly replace: (material: TlsMaterial) => Promise<void>
  readonly remove: () => Promise<void>
}

/** Makes a folder as the kubelet's atomic writer does: `tls.crt -> ..data/tls.crt`, `..data -> ..<version>`. */
export async function secretFolder (material: TlsMaterial): Promise<SecretFolder> {
  const path = await mkdtemp(join(tmpdir(), 'subnetes-secret-'))
  const replace = async (next: TlsMaterial): Promise<void> => {
    const version = `..${randomUUID()}`
    await mkdir(join(path, version))
    for (const [name, text] of filesOf(next)) await writeFile(join(path, version, name), text)
    await symlink(version, join(path, '..data_tmp'))
    await rename(join(path, '..data_tmp'), join(path, '..data'))
  }
  await replace(material)
  for (const [name] of filesOf(material)) await symlink(join('..data', name), join(path, name))
  return { path, replace, remove: async () => await rm(path, { recursive: true, force: true }) }
}

/** The files of a folder, by name. */
export function filesOf ({ ca, cert, key }: TlsMaterial): Array<[name: string, text: string]> {
  return [['ca.crt', ca], ['tls.crt', cert], ['tls.key', key]]
}
