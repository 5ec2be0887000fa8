/** Mutual TLS of our gRPC links, on both ends of grpc-js. */
import { ServerCredentials, credentials as grpcCredentials, experimental } from '@grpc/grpc-js'
import type { ChannelCredentials, ChannelOptions, Server } from '@grpc/grpc-js'
import type { Server as NetServer } from 'node:net'
import { createTlsServer, hasName, serverProblem } from '@subnetes/common'
import type { Logger, TlsClientInit, TlsSource } from '@subnetes/common'

type Provider = experimental.CertificateProvider
type CaListener = experimental.CaCertificateUpdateListener
type IdentityListener = experimental.IdentityCertificateUpdateListener

/** What a client needs to dial by TLS, or in plaintext when `tls` is undefined: every new connection has the newest certificate and checks the server's name. */
export function clientSecurity (tls: TlsClientInit | undefined): { readonly credentials: ChannelCredentials, readonly options: ChannelOptions } {
  if (tls === undefined) return { credentials: grpcCredentials.createInsecure(), options: {} }
  const provider = new SourceProvider(tls)
  const credentials = experimental.createCertificateProviderChannelCredentials(provider, provider, {
    checkServerIdentity: (_, { raw }) => serverProblem(raw, tls.serverName)
  })
  return { credentials, options: { 'grpc.ssl_target_name_override': tls.serverName } }
}

/** A grpc-js server behind a TLS port, and the DNS names of which its clients' certificates must have one. */
export interface TlsService { readonly server: Server, readonly clients: readonly string[] }

/** One TLS port of several grpc-js servers: which of them a connection comes to is said by its certificate, so that nobody reaches what is not for it. Not grpc-js's own TLS: that closes refused connections without a word. */
export function tlsServerFor (services: readonly TlsService[], source: TlsSource, logger: Logger): NetServer {
  const doors = services.map(({ server, clients }) => ({ clients, injector: server.createConnectionInjector(ServerCredentials.createInsecure()) }))
  return createTlsServer({ source, clients: services.flatMap(({ clients }) => clients) }, {
    logger,
    onConnection: (socket) => {
      const certificate = socket.getPeerX509Certificate()
      // There is one: whoever has none of the names was refused.
      doors.find(({ clients }) => certificate !== undefined && hasName(certificate, clients))?.injector.injectConnection(socket)
    }
  })
}

/** Our source in the words of grpc-js, which asks for the certificate at each connection. */
class SourceProvider implements Provider {
  readonly #tls: TlsClientInit
  readonly #ends = new Map<CaListener | IdentityListener, () => void>()

  constructor (tls: TlsClientInit) {
    this.#tls = tls
  }

  addCaCertificateListener (listener: CaListener): void {
    this.#follow(listener, () => {
      const { source, trustedCa = '' } = this.#tls
      listener({ caCertificate: Buffer.from(trustedCa === '' ? source.material.ca : trustedCa) })
    })
  }

  addIdentityCertificateListener (listener: IdentityListener): void {
    this.#follow(listener, () => {
      const { cert, key } = this.#tls.source.material
      listener({ certificate: Buffer.from(cert), privateKey: Buffer.from(key) })
    })
  }

  removeCaCertificateListener (listener: CaListener): void {
    this.#leave(listener)
  }

  removeIdentityCertificateListener (listener: IdentityListener): void {
    this.#leave(listener)
  }

  #follow (listener: CaListener | IdentityListener, tell: () => void): void {
    this.#ends.set(listener, this.#tls.source.onChange(tell))
    if (this.#tls.source.isReady) tell()
  }

  #leave (listener: CaListener | IdentityListener): void {
    this.#ends.get(listener)?.()
    this.#ends.delete(listener)
  }
}
