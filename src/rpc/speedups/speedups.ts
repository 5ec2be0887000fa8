/** What is done to libp2p's connections so that a stream per call costs less, each with a switch of its own. */
import { SubnetesError } from '@subnetes/common'
import type { Libp2p } from '@libp2p/interface'
import { acceptStreams } from './accept-streams.ts'
import { batchFrames } from './batch-frames.ts'
import { internalsOf } from './internals.ts'
import type { ConnectionInternals } from './internals.ts'
import { joinWrites } from './join-writes.ts'
import { lazyWindows } from './lazy-windows.ts'
import { mergeProtocolsOnce } from './merge-once.ts'
import { openEarly } from './open-early.ts'
import { quietDecoder } from './quiet-decoder.ts'
import { turnEnded } from './turn-end.ts'

/** Names of the speed-ups, in the order they are put on. All leave the bytes on the wire such as any libp2p peer takes. */
export const SPEEDUPS = ['merge-once', 'quiet-decoder', 'join-writes', 'batch-frames', 'lazy-windows', 'open-early', 'accept-streams'] as const

/** A name of {@link SPEEDUPS}. */
export type Speedup = typeof SPEEDUPS[number]

const ON_CONNECTION: Record<Exclude<Speedup, 'merge-once'>, (connection: ConnectionInternals) => void> = {
  'quiet-decoder': ({ muxer }) => quietDecoder(muxer.maConn),
  'join-writes': ({ maConn }) => joinWrites(maConn),
  'batch-frames': ({ muxer }) => batchFrames(muxer),
  'lazy-windows': ({ muxer }) => lazyWindows(muxer),
  'open-early': (connection) => openEarly(connection, connection.remotePeer.toString()),
  'accept-streams': acceptStreams
}

/**
 * Puts the speed-ups on every connection that `node` opens or accepts from now on.
 *
 * @param without those to leave out, to find out whether one is to blame for something
 * @param onStrange told when a connection is not what the speed-ups know and was left as it is
 */
export function speedUp (node: Libp2p, without: readonly Speedup[], onStrange: () => void): void {
  const wanted = SPEEDUPS.filter((name) => !without.includes(name))
  if (wanted.includes('merge-once')) mergeProtocolsOnce(node)
  const onConnection = wanted.filter((name) => name !== 'merge-once')
  if (onConnection.length === 0) return
  if (onConnection.includes('batch-frames')) flushBeforeStop(node)
  node.addEventListener('connection:open', ({ detail }) => {
    const connection = internalsOf(detail)
    if (connection === undefined) onStrange()
    else for (const name of onConnection) ON_CONNECTION[name](connection)
  })
}

/** The listener of a node that stops destroys its sockets before any connection is closed: answers of this turn would be lost. */
function flushBeforeStop (node: Libp2p): void {
  const stop = node.stop.bind(node)
  node.stop = async () => {
    await turnEnded()
    await stop()
  }
}

/** Names of speed-ups out of a configuration. @throws {SubnetesError} `invalid_argument` naming one that does not exist */
export function parseSpeedups (names: readonly string[], where: string): Speedup[] {
  return names.map((name) => {
    const found = SPEEDUPS.find((speedup) => speedup === name)
    if (found === undefined) throw new SubnetesError('invalid_argument', `${where} names ${JSON.stringify(name)}; allowed are ${SPEEDUPS.join(', ')}`)
    return found
  })
}
