/** The certificate by which a kubelet knows its API server. */
import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const DAY_MS = 86_400_000

/** Files of PEM. */
export interface ClientCertificate { readonly ca: string, readonly certificate: string, readonly key: string }

/** Makes an authority and a certificate of it for the API server, whose group may do everything at a kubelet. Valid for a day. */
export async function apiServerCertificate (folder: string): Promise<ClientCertificate> {
  const [notBefore, notAfter] = [new Date(Date.now() - DAY_MS), new Date(Date.now() + DAY_MS)]
  const issuerKeys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const common = { signingAlgorithm: ALGORITHM, notBefore, notAfter }
  const ca = await x509.X509CertificateGenerator.createSelfSigned({ ...common, name: 'CN=kubelet-clients', keys: issuerKeys, extensions: [new x509.BasicConstraintsExtension(true, 0, true)] })
  const certificate = await x509.X509CertificateGenerator.create({
    ...common,
    subject: 'O=system:masters, CN=kube-apiserver',
    issuer: ca.subject,
    publicKey: keys.publicKey,
    signingKey: issuerKeys.privateKey,
    extensions: [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])]
  })
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const files = { ca: join(folder, 'kubelet-clients.crt'), certificate: join(folder, 'kubelet-client.crt'), key: join(folder, 'kubelet-client.key') }
  await writeFile(files.ca, ca.toString('pem'))
  await writeFile(files.certificate, certificate.toString('pem'))
  await writeFile(files.key, `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`, { mode: 0o600 })
  return files
}
