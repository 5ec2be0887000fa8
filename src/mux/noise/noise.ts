/**
 * Noise under the names that peers know it by. The handshake is `@chainsafe/libp2p-noise`'s, given to it by its options `crypto` and `staticNoiseKey`;
 * the records after it are ours. Afterwards the peer may be checked.
 */
import { noise } from '@chainsafe/libp2p-noise'
import type { ICryptoInterface, KeyPair } from '@chainsafe/libp2p-noise'
import { defaultCrypto } from '@chainsafe/libp2p-noise/crypto'
import { serviceCapabilities } from '@libp2p/interface'
import type { ConnectionEncrypter, MessageStream, SecureConnectionOptions, SecuredConnection } from '@libp2p/interface'
import { randomBytes } from 'node:crypto'
import { handshakeTap } from './handshake-tap.ts'
import { recordConnection } from './record-connection.ts'
import { setSecuredPeer } from './secured-peer.ts'

/** Noise as everybody names it. */
export const NOISE_PROTOCOL = '/noise'

/** Noise as the subnet template names it: the same handshake, byte for byte, after which each side asks for the other's stake and leaves without it. */
export const POS_TRANSPORT_PROTOCOL = '/pos-transport/1.0.0'

/** Refuses a peer by throwing; the connection is then dropped. `peer`: base58 text. */
export type PeerCheck = (peer: string, options: { readonly signal?: AbortSignal | undefined }) => Promise<void>

/** What {@link noiseAs} may be given. */
export interface NoiseAsInit {
  /** @default any peer may be connected */
  readonly check?: PeerCheck | undefined
  /** Leaves the records to the package. @default false */
  readonly isPlain?: boolean | undefined
  /** Makes handshakes. @default the package's */
  readonly handshakes?: typeof noise | undefined
}

type NoiseComponents = Parameters<ReturnType<typeof noise>>[0]

type Side = 'secureInbound' | 'secureOutbound'

/** Messages of an XX handshake (Noise spec section 7.5) that each side receives. */
const RECEIVED_MESSAGES: Readonly<Record<Side, number>> = { secureInbound: 2, secureOutbound: 1 }

const STATIC_KEY_BYTES = 32

/** Noise under a name, with a check of the other side or without. */
export function noiseAs (protocol: string, { check, isPlain = false, handshakes = noise }: NoiseAsInit = {}): (components: NoiseComponents) => ConnectionEncrypter {
  return (components) => {
    const handshake = isPlain ? plainHandshake(components, handshakes) : recordedHandshake(components, handshakes)
    const secure = (side: Side) => async (raw: MessageStream, options?: SecureConnectionOptions): Promise<SecuredConnection> => {
      const secured = await handshake(side, raw, options)
      const peer = secured.remotePeer.toString()
      setSecuredPeer(secured.connection, peer)
      await check?.(peer, { signal: options?.signal })
      return secured
    }
    const encrypter: ConnectionEncrypter & { [serviceCapabilities]: string[] } = {
      protocol,
      [serviceCapabilities]: ['@libp2p/connection-encryption'],
      secureInbound: secure('secureInbound'),
      secureOutbound: secure('secureOutbound')
    }
    return encrypter
  }
}

type Handshake = (side: Side, raw: MessageStream, options?: SecureConnectionOptions) => Promise<SecuredConnection>

/** Handshakes of one node whose records are left to the package. */
function plainHandshake (components: NoiseComponents, handshakes: typeof noise): Handshake {
  const plain = handshakes()(components)
  return async (side, raw, options) => await plain[side](raw, options)
}

/** Handshakes of one node, which share its static key, with records of ours. */
function recordedHandshake (components: NoiseComponents, handshakes: typeof noise): Handshake {
  const seed = randomBytes(STATIC_KEY_BYTES)
  const staticPair = defaultCrypto.generateX25519KeyPairFromSeed(seed)
  return async (side, raw, options) => {
    const recorder = splitRecorder(staticPair)
    const tap = handshakeTap(raw, RECEIVED_MESSAGES[side])
    const secured = await handshakes({ crypto: recorder.crypto, staticNoiseKey: seed })(components)[side](tap, options)
    const keys = recorder.keys()
    if (keys === undefined) {
      tap.passThrough()
      return secured
    }
    const [initiator, responder] = keys
    const directions = side === 'secureOutbound' ? { send: initiator, receive: responder } : { send: responder, receive: initiator }
    return { ...secured, connection: recordConnection(raw, directions, tap.detach()) }
  }
}

/** Crypto that notes the keys of Split: the one HKDF call without input key material (Noise spec section 5.2). */
function splitRecorder (staticPair: KeyPair): { readonly crypto: ICryptoInterface, readonly keys: () => [Uint8Array, Uint8Array] | undefined } {
  let keys: [Uint8Array, Uint8Array] | undefined
  return {
    crypto: {
      ...defaultCrypto,
      generateX25519KeyPairFromSeed: () => staticPair,
      getHKDF: (chainingKey, inputKey) => {
        const made = defaultCrypto.getHKDF(chainingKey, inputKey)
        if (inputKey.length === 0) keys = [made[0], made[1]]
        return made
      }
    },
    keys: () => keys
  }
}
