/** Whose rules a written protocol keeps, and who calls it. */
import { generateKeyPair } from '@libp2p/crypto/keys'
import type { Libp2p } from '@libp2p/interface'
import { silentLogger, silentMetrics } from '@subnetes/common'
import { loadService } from '@subnetes/proto'
import { ServicerBase } from '@subnetes/rpc'
import { beforeAll, expect, it } from 'vitest'
import { GatewayAccess } from './access.ts'
import { CallLedger } from './call-ledger.ts'
import { gatewayContext } from './context.ts'
import type { DeclaredProtocol } from './declared-protocol.ts'
import { HandleRegistry } from './handle-registry.ts'
import { WrittenProtocol } from './written-protocol.ts'

const service = loadService({
  proto: 'syntax = "proto3"; package t; message M { string text = 1; } service Echo { rpc rpc_echo (M) returns (M); }'
})

class Echo extends ServicerBase {
  static override service = service
  rpc_echo (request: { text: string }): { text: string } { return request }
}

const node = { peerId: { toString: () => 'gateway' }, handle: async () => {}, unhandle: async () => {} } as unknown as Libp2p
let access: GatewayAccess
beforeAll(async () => { access = new GatewayAccess({ key: await generateKeyPair('Ed25519'), logger: silentLogger }) })

/** A servicer that lets one friend call it. */
function written (): WrittenProtocol {
  const ledger = new CallLedger(
    { priorities: { classOf: () => 5, isShort: () => false }, metrics: silentMetrics, logger: silentLogger }, { maxCalls: 10, maxCallsPerPeer: 10 }
  )
  return new WrittenProtocol({ servicer: new Echo(), access: { allow: ['friend'] } }, {
    node, handles: new HandleRegistry(), announcer: { add: () => {}, remove: () => {} }, gate: (subject) => access.gate(subject), page: (name) => ledger.page(name)
  })
}

it('keeps its own rules under a manifest that has none, and takes those of one that has', async () => {
  const protocol = written()
  const revoked = async (): Promise<boolean[]> => await Promise.all(['friend', 'stranger'].map(async (peer) => await protocol.revokes(peer)))
  expect(await revoked()).toEqual([false, true])
  protocol.applyAccess({ what: 'protocol "echo"', protocol: undefined, methods: new Map() })
  expect(await revoked()).toEqual([false, true])
  protocol.applyAccess({ what: 'protocol "echo"', protocol: { allow: ['stranger'] }, methods: new Map() })
  expect(await revoked()).toEqual([true, false])
  protocol.applyAccess(undefined)
  expect(await revoked()).toEqual([false, true])
})

it.each(['with', 'without'])('serves its neighbours, %s a protocol that brings it workers', async (manifest) => {
  const protocol = written()
  const methods = [{ name: 'rpc_echo', handle: 'Echo.rpc_echo' }]
  const assignment = { name: 'echo', service: service.fullName, descriptorSet: service.descriptorSet, proto: service.proto, methods }
  const declared = { name: 'echo', assignment, handler: () => { throw new Error('it goes to the workers') } } as unknown as DeclaredProtocol
  const context = gatewayContext({
    node, peers: { find: async function * () {}, fanOut: async () => [] }, declared: new Map(manifest === 'with' ? [['echo', declared]] : []), written: new Map([['Echo', protocol]]), tasks: [], logger: silentLogger, metrics: silentMetrics, signal: new AbortController().signal
  })
  const ask = async (remoteId: string): Promise<unknown> => await context.subnet.protocol(manifest === 'with' ? 'echo' : 'Echo').unary('rpc_echo', { text: 'hi' }, { remoteId, signal: context.signal })
  await expect(ask('stranger')).rejects.toMatchObject({ code: 'permission_denied' })
  await expect(ask('friend')).rejects.toMatchObject({ code: 'unavailable', message: 'Echo.rpc_echo is not served here now' })
})
