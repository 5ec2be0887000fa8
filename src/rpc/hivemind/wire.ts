/** hivemind's RPC wire, spoken by every peer of a hivemind network and by us. */
import type { Wire } from '../wire.ts'
import { hivemindSender } from './send.ts'
import { serveHivemind } from './serve.ts'
import { HIVEMIND } from './serving-call.ts'

/** Unary calls in envelopes, streams in frames, one libp2p stream per call (docs/wire-protocol.md). */
export const hivemindWire: Wire = { name: HIVEMIND, serve: serveHivemind, send: hivemindSender }
