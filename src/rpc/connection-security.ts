/** Noise under the names that peers know it by, with a look at who is there once the handshake has told. */
import { noise } from '@chainsafe/libp2p-noise'
import { serviceCapabilities } from '@libp2p/interface'
import type { ConnectionEncrypter, SecuredConnection } from '@libp2p/interface'
import { setSecuredPeer } from './secure/secured-peer.ts'

/** Noise as everybody names it. */
export const NOISE_PROTOCOL = '/noise'

/** Noise as the subnet template names it: the same handshake, byte for byte, after which each side asks for the other's stake and leaves without it. */
export const POS_TRANSPORT_PROTOCOL = '/pos-transport/1.0.0'

/** Refuses a peer by throwing; the connection is then dropped. `peer`: base58 text. */
export type PeerCheck = (peer: string, options: { readonly signal?: AbortSignal | undefined }) => Promise<void>

type NoiseComponents = Parameters<ReturnType<typeof noise>>[0]

/** Noise under a name, with a check of the other side or without. */
export function noiseAs (protocol: string, check?: PeerCheck): (components: NoiseComponents) => ConnectionEncrypter {
  return (components) => {
    const inner = noise()(components)
    const checked = async <Secured extends SecuredConnection>(secured: Promise<Secured>, signal: AbortSignal | undefined): Promise<Secured> => {
      const done = await secured
      const peer = done.remotePeer.toString()
      setSecuredPeer(done.connection, peer)
      await check?.(peer, { signal })
      return done
    }
    const encrypter: ConnectionEncrypter & { [serviceCapabilities]: string[] } = {
      protocol,
      [serviceCapabilities]: ['@libp2p/connection-encryption'],
      secureInbound: async (connection, options) => await checked(inner.secureInbound(connection, options), options?.signal),
      secureOutbound: async (connection, options) => await checked(inner.secureOutbound(connection, options), options?.signal)
    }
    return encrypter
  }
}
