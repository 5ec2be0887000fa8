/** X.509: a certificate authority, and the certificates that it signs. ECDSA P-256, which every TLS 1.3 has. */
import 'reflect-metadata' // @peculiar/x509 does not load without it
import { webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const DAY_MS = 86_400_000

/** Life of an authority. Ten years, as cert-manager's and Kubernetes' own: its rotation is seldom and takes a month. */
export const CA_LIFE_MS = 3650 * DAY_MS
/** Life of a certificate. A key that was taken is of no use after a month; the operator may be away for ten days before one expires. */
export const LEAF_LIFE_MS = 30 * DAY_MS
/** Certificates are valid from before they are made, for clocks that are behind ours. An hour covers a machine without time service for years. */
export const BACKDATE_MS = 3_600_000

/** A certificate and its private key, PEM. */
export interface KeyPair { readonly cert: string, readonly key: string }

/** What a certificate may be used for: to be dialled, to dial, or both. */
export type Usage = 'server' | 'client'

/** What a certificate says. */
export interface LeafInit {
  /** DNS names, by which peers go. */
  readonly names: readonly string[]
  readonly usages: readonly Usage[]
}

/** A new authority. `instance` is the installation's name; each authority has a name of its own, by which a chain finds it. */
export async function createAuthority (instance: string, now: number): Promise<KeyPair> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ O: ['subnetes'] }, { CN: [`${instance} ${new Date(now).toISOString().slice(0, 10)} ${randomHex(4)}`] }],
    serialNumber: randomHex(16),
    keys,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(now - BACKDATE_MS),
    notAfter: new Date(now + CA_LIFE_MS),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey)
    ]
  })
  return await pair(certificate, keys)
}

/** A new key with a certificate that the authority signs. It does not outlive the authority. */
export async function issueLeaf (authority: KeyPair, init: LeafInit, now: number): Promise<KeyPair> {
  const issuer = new x509.X509Certificate(authority.cert)
  const signingKey = await webcrypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(authority.key), ALGORITHM, false, ['sign'])
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const usages = init.usages.map((usage) => usage === 'server' ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth)
  const certificate = await x509.X509CertificateGenerator.create({
    subject: [{ O: ['subnetes'] }, { CN: [(init.names[0] ?? '').slice(0, 64)] }], // X.520 has no longer common names; peers go by the DNS names
    issuer: issuer.subject,
    serialNumber: randomHex(16),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(now - BACKDATE_MS),
    notAfter: new Date(Math.min(now + LEAF_LIFE_MS, issuer.notAfter.getTime())),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(usages),
      new x509.SubjectAlternativeNameExtension(init.names.map((value) => ({ type: 'dns' as const, value }))),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey)
    ]
  })
  return await pair(certificate, keys)
}

async function pair (certificate: x509.X509Certificate, keys: webcrypto.CryptoKeyPair): Promise<KeyPair> {
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
  return { cert: `${certificate.toString('pem')}\n`, key: `${x509.PemConverter.encode(key, 'PRIVATE KEY')}\n` }
}

/** Serial numbers are positive: the first bit is 0. */
function randomHex (bytes: number): string {
  const random = webcrypto.getRandomValues(new Uint8Array(bytes))
  random[0] = ((random[0] ?? 0) & 0x7f) | 0x01
  return Buffer.from(random).toString('hex')
}
