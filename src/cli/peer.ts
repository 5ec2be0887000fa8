/** The peer that a command talks to: dialled by address, or found through the DHT by what it serves. */
import { multiaddr } from '@multiformats/multiaddr'
import type { Multiaddr } from '@multiformats/multiaddr'
import { Backoff, SubnetesError, abortError, delay } from '@subnetes/common'
import { createNode, findServingPeer, loadIdentity, parsePeerId } from '@subnetes/rpc'
import type { SubnetNode } from '@subnetes/rpc'

/**
 * How long the DHT is searched before nobody is found. A node that has just joined knows no one for about a second, and a gateway
 * that has just started needs one to announce itself.
 */
const SEARCH_MS = 6_000

/** Who to talk to. */
export interface PeerTarget {
  /** Address of the peer. */
  address?: string | undefined
  /** Instead: address of any member of the DHT, to find one that serves `handle`. */
  via?: string | undefined
  handle?: string | undefined
  /** Asked of each peer that was found: why it will not do; undefined takes it. */
  whyNot?: ((node: SubnetNode, peer: string, options: { signal: AbortSignal }) => Promise<string | undefined>) | undefined
  /** Base58 text; another peer will not do. */
  expectPeer?: string | undefined
  /** Key file to call with; without it each call is a new, unknown peer. */
  identity?: string | undefined
}

/** A connection to a peer. Dispose it when the command ends. */
export interface PeerLink extends AsyncDisposable {
  readonly node: SubnetNode
  /** Base58 text. */
  readonly peer: string
  /** Where it was reached, with /p2p/ID. */
  readonly address: string
}

/**
 * Connects to the peer.
 *
 * @throws {SubnetesError} `invalid_argument` for an address or a peer id that is none, `not_found` when nobody serves the handle or the peer is not the
 *   expected one, `unavailable` when the peer cannot be reached, or the signal's reason
 */
export async function connectPeer (target: PeerTarget, signal: AbortSignal): Promise<PeerLink> {
  const address = parseMultiaddr(target.via ?? target.address ?? '')
  const expectPeer = target.expectPeer === undefined ? undefined : parsePeerId(target.expectPeer).toString()
  const privateKey = target.identity === undefined ? undefined : await loadIdentity(target.identity)
  const node = await createNode({ privateKey, dht: target.via === undefined ? 'off' : 'client' })
  try {
    const dialled = await dial(node, address, signal)
    const peer = target.via === undefined ? dialled : await search(node, { ...target, expectPeer }, signal)
    if (expectPeer !== undefined && peer !== expectPeer) {
      throw new SubnetesError('not_found', `the peer at ${address.toString()} is ${peer}, not the expected ${expectPeer}`)
    }
    return { node, peer, address: addressOf(node, peer), [Symbol.asyncDispose]: async () => { await node.stop() } }
  } catch (error) {
    await node.stop()
    throw error
  }
}

function addressOf (node: SubnetNode, peer: string): string {
  const address = node.getConnections().find(({ remotePeer }) => remotePeer.toString() === peer)?.remoteAddr.toString() ?? ''
  return address.includes('/p2p/') || address === '' ? address : `${address}/p2p/${peer}`
}

/** Looks for a peer in the DHT; when the time is up, tells what was found. */
async function search (node: SubnetNode, { handle = '', expectPeer, whyNot }: PeerTarget, signal: AbortSignal): Promise<string> {
  const onRefused = (peer: string, why: string): void => { refused.set(peer, why) }
  const ask = whyNot === undefined ? undefined : async (peer: string, options: { signal: AbortSignal }) => await whyNot(node, peer, options)
  const refused = new Map<string, string>()
  try {
    const found = await askAgain(async () => await findServingPeer(node, handle, { signal, expectPeer, whyNot: ask, onRefused }), signal)
    return found.toString()
  } catch (error) {
    throw soFar(error, refused.size === 0 ? 'no peer is known to have announced it so far' : [...refused].map(([peer, why]) => `${peer} ${why}`).join('; '))
  }
}

/** Asks the DHT again while it names nobody who serves the handle. */
async function askAgain<T> (ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const giveUpAt = Date.now() + SEARCH_MS
  const backoff = new Backoff({ minMs: 200, maxMs: 1_000 })
  while (true) {
    try {
      return await ask()
    } catch (error) {
      if (SubnetesError.from(error).code !== 'not_found' || Date.now() > giveUpAt) throw error
    }
    await delay(backoff.next(), { signal })
  }
}

/** The error, with how far it got when a deadline is what it tells of. */
export function soFar (error: unknown, words: string): unknown {
  if (!(error instanceof SubnetesError) || error.code !== 'deadline_exceeded') return error
  return new SubnetesError(error.code, `${error.message}: ${words}`, { cause: error })
}

/** A multiaddr from the command line. @throws {SubnetesError} `invalid_argument` */
export function parseMultiaddr (text: string): Multiaddr {
  try {
    return multiaddr(text)
  } catch (cause) {
    throw new SubnetesError('invalid_argument', `${JSON.stringify(text)} is not a multiaddr; expected one such as /ip4/127.0.0.1/tcp/4001/p2p/12D3Koo...`, { cause })
  }
}

async function dial (node: SubnetNode, address: Multiaddr, signal: AbortSignal): Promise<string> {
  try {
    const connection = await node.dial(address, { signal })
    return connection.remotePeer.toString()
  } catch (error) {
    if (signal.aborted) throw soFar(abortError(signal), `peer ${address.toString()} was not reached`)
    if (error instanceof Error && error.name === 'NoValidAddressesError') {
      throw new SubnetesError('invalid_argument', `peer ${address.toString()} cannot be reached: TCP and WebSocket are spoken here; give an address such as /ip4/127.0.0.1/tcp/4001 or /ip4/127.0.0.1/tcp/4001/ws`, { cause: error })
    }
    throw new SubnetesError('unavailable', `peer ${address.toString()} cannot be reached: ${reason(error)}; check that it runs and that the address is its present one`, { cause: error })
  }
}

/** libp2p wraps what happened to each address in an AggregateError whose own text says little. */
function reason (error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return [...new Set(error.errors.map(reason))].join('; ')
  const message = error instanceof Error ? error.message : String(error)
  return message === '' && error instanceof Error ? error.name : message
}
