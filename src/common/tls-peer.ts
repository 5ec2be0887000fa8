/** Who the other end of a TLS connection is, by the names in its certificate, and in words why it is refused. */
import { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import { SubnetesError } from './errors.ts'
import { certificateNames, oneLine } from './tls-material.ts'

/** OpenSSL's verdicts on a certificate that users meet, in words. */
const VERDICTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet (the clocks may differ)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'is signed by an authority that is not in our ca.crt',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'is signed by an authority that is not in our ca.crt',
  SELF_SIGNED_CERT_IN_CHAIN: 'is signed by an authority that is not in our ca.crt',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself, not by an authority of our ca.crt',
  CERT_SIGNATURE_FAILURE: 'claims an authority of our ca.crt that has not signed it',
  INVALID_PURPOSE: 'is not made for this side of a connection'
}

/** What a verdict of OpenSSL means, or undefined when the code is none. */
export function verdictWords (code: string): string | undefined {
  return VERDICTS[code]
}

/** Names are compared whole and to the letter: no wildcards. */
export function hasName (certificate: X509Certificate, allowed: readonly string[]): boolean {
  return certificateNames(certificate).some((name) => allowed.includes(name))
}

/** What a certificate is called, in words: its names, or its subject when it has none. */
export function describeCertificate (certificate: X509Certificate): string {
  const names = certificateNames(certificate)
  return names.length > 0 ? names.join(', ') : oneLine(certificate.subject) || 'nobody'
}

/**
 * Why the client of a connection is refused; undefined when it is let in.
 *
 * @param allowed names of which its certificate must have one
 */
export function clientProblem (socket: TLSSocket, allowed: readonly string[]): SubnetesError | undefined {
  const certificate = socket.getPeerX509Certificate()
  if (certificate === undefined) {
    return new SubnetesError('unauthenticated', `a client certificate of ${allowed.join(' or ')} is needed here, and none came; give the client a TLS folder`)
  }
  const offered = describeCertificate(certificate)
  if (!socket.authorized) {
    const code = String(socket.authorizationError)
    return new SubnetesError('unauthenticated', `the client certificate of ${offered} (issued by ${oneLine(certificate.issuer)}) ${verdictWords(code) ?? `is not accepted: ${code}`}`)
  }
  if (hasName(certificate, allowed)) return undefined
  return new SubnetesError('permission_denied', `the client certificate is for ${offered}; allowed here is ${allowed.join(' or ')}`)
}

/** Why the server of a connection is not the one that was dialled; undefined when it is. */
export function serverProblem (certificate: Uint8Array, expected: string): SubnetesError | undefined {
  const offered = new X509Certificate(certificate)
  if (hasName(offered, [expected])) return undefined
  return new SubnetesError('permission_denied', `the server's certificate is for ${describeCertificate(offered)}; expected was ${expected}: the address may belong to somebody else now`)
}
