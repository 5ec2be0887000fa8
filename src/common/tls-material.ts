/** A certificate with its key and those whose certificates it believes, checked to fit together. */
import { X509Certificate, createPrivateKey } from 'node:crypto'
import { SubnetesError } from './errors.ts'

/** PEM texts, as a kubernetes.io/tls Secret with a `ca.crt` has them. */
export interface TlsMaterial {
  /** One certificate authority or several, all believed: during a rotation the old and the new one. */
  readonly ca: string
  /** Our certificate, then intermediate ones if it has any. */
  readonly cert: string
  readonly key: string
}

/** What a checked {@link TlsMaterial} says. */
export interface TlsFacts {
  /** DNS names of our certificate. */
  readonly names: readonly string[]
  readonly notBefore: Date
  readonly notAfter: Date
  /** Hexadecimal digits with colons, for logs. */
  readonly fingerprint: string
  readonly issuer: string
  /** Whether a certificate of `ca` has signed it directly. Not so when the two sides of a link have different authorities. */
  readonly isSignedByCa: boolean
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

/** The certificates of a PEM text, in order. @throws {SubnetesError} `invalid_argument` naming `what` when one of them cannot be read */
export function parseCertificates (pem: string, what: string): X509Certificate[] {
  return (pem.match(CERTIFICATE) ?? []).map((text) => {
    try {
      return new X509Certificate(text)
    } catch (cause) {
      throw new SubnetesError('invalid_argument', `${what} holds a certificate that cannot be read`, { cause })
    }
  })
}

/** The DNS names of a certificate, exactly as they stand there. */
export function certificateNames (certificate: X509Certificate): string[] {
  return (certificate.subjectAltName ?? '').split(', ').filter((entry) => entry.startsWith('DNS:')).map((entry) => entry.slice(4))
}

/**
 * Checks that everything is there and belongs together. A certificate that has expired, or is not valid yet, is no error here: its holder may run until a new
 * one comes, and whoever it is shown to refuses it.
 *
 * @param where what holds it, such as a folder; begins every message
 * @throws {SubnetesError} `invalid_argument` naming the part that is wrong and what should be there
 */
export function checkTlsMaterial (material: TlsMaterial, where: string): TlsFacts {
  const authorities = parseCertificates(material.ca, `${where}: ca.crt`)
  if (authorities.length === 0) throw wrong(where, 'ca.crt holds no PEM certificate; it must hold those of the authorities whose certificates are believed')
  const stranger = authorities.find((authority) => !authority.ca)
  if (stranger !== undefined) throw wrong(where, `ca.crt holds ${oneLine(stranger.subject)}, which is no certificate authority`)
  const [certificate] = parseCertificates(material.cert, `${where}: tls.crt`)
  if (certificate === undefined) throw wrong(where, 'tls.crt holds no PEM certificate')
  if (!matches(certificate, material.key, where)) throw wrong(where, `tls.key is not the key of the certificate in tls.crt (${oneLine(certificate.subject)}); both must come from one Secret`)
  const names = certificateNames(certificate)
  if (names.length === 0) throw wrong(where, `the certificate in tls.crt (${oneLine(certificate.subject)}) has no DNS name; peers go by those, as gateway.NAMESPACE`)
  return {
    names,
    notBefore: certificate.validFromDate,
    notAfter: certificate.validToDate,
    fingerprint: certificate.fingerprint256,
    issuer: oneLine(certificate.issuer),
    isSignedByCa: authorities.some((authority) => certificate.checkIssued(authority) && certificate.verify(authority.publicKey))
  }
}

function matches (certificate: X509Certificate, key: string, where: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key))
  } catch (cause) {
    throw new SubnetesError('invalid_argument', `${where}: tls.key holds no PEM private key that can be read`, { cause })
  }
}

function wrong (where: string, what: string): SubnetesError {
  return new SubnetesError('invalid_argument', `${where}: ${what}`)
}

/** A distinguished name as Node gives it has a line for each part. */
export function oneLine (name: string): string {
  return name.replaceAll('\n', ', ')
}
