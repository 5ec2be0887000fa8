/** The dialling side of a mutual TLS link: our newest certificate, and the name that the other side must have. */
import { createSecureContext, connect } from 'node:tls'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import type { Address } from './address.ts'
import { SubnetesError } from './errors.ts'
import { serverProblem, verdictWords } from './tls-peer.ts'
import { TLS_VERSION, contextOptions } from './tls-source.ts'
import type { TlsSource } from './tls-source.ts'

/** How to dial a server by TLS. */
export interface TlsClientInit {
  readonly source: TlsSource
  /** DNS name that its certificate must have, whatever address is dialled. */
  readonly serverName: string
  /** PEM of the authorities that may have signed it. Left out or empty: those of `source`. */
  readonly trustedCa?: string | undefined
}

/** Options of Node's `tls.connect` for one new connection; made anew for each, so that it has the newest certificate. @throws {SubnetesError} `unavailable` while there is none */
export function tlsConnectOptions (init: TlsClientInit, protocol = 'h2'): ConnectionOptions {
  const { source, serverName, trustedCa = '' } = init
  return {
    secureContext: trustedCa === '' ? source.context : createSecureContext(contextOptions({ ...source.material, ca: trustedCa })),
    minVersion: TLS_VERSION,
    servername: serverName,
    checkServerIdentity: (_, { raw }) => serverProblem(raw, serverName),
    ALPNProtocols: [protocol]
  }
}

/** A socket that is about to be connected for a protocol (ALPN); its errors become words by {@link tlsError}. @throws {SubnetesError} `unavailable` while there is no certificate */
export function tlsConnect (address: Address, init: TlsClientInit, protocol = 'h2'): TLSSocket {
  const options = tlsConnectOptions(init, protocol)
  if ('path' in address) return connect({ ...options, path: address.path })
  const socket = connect({ ...options, host: address.host, port: address.port })
  socket.setNoDelay(true)
  return socket
}

/** What an error of a connection by TLS means. Anything else is given back as it is. */
export function tlsError (error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof SubnetesError) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const verdict = verdictWords(code)
  if (verdict !== undefined) return new SubnetesError('permission_denied', `the server's certificate ${verdict}`, { cause: error })
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return new SubnetesError('failed_precondition', 'the server does not speak TLS, and this side must; both need certificates, or neither', { cause: error })
  }
  return error
}
