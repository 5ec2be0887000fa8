import { subnetes } from '@subnetes/proto'
import { describe, expect, it } from 'vitest'
import { checkMethods, toAssignment } from './assignment.ts'
import { compileProtocol } from './compile-protocol.ts'
import type { CompiledSchema } from './compiled-schema.ts'
import type { Protocol } from './gen/protocol.ts'
import { validateProtocol } from './validate.ts'

const PROTO = `syntax = "proto3";
package acme.v1;
service EchoProtocol {
  rpc rpc_one (M) returns (M);
  rpc rpc_down (M) returns (stream M);
  rpc rpc_up (stream M) returns (M);
}
message M { string text = 1; }
`

const compiled: CompiledSchema = {
  service: 'EchoProtocol',
  fullName: 'acme.v1.EchoProtocol',
  methods: [['rpc_one', false, false], ['rpc_down', false, true], ['rpc_up', true, false]].map(([name, requestStream, responseStream]) => ({
    name: name as string, path: `/acme.v1.EchoProtocol/${String(name)}`, requestStream: requestStream as boolean, responseStream: responseStream as boolean, requestType: 'acme.v1.M', responseType: 'acme.v1.M', signable: false
  })),
  descriptorSet: Uint8Array.of(1, 2, 3),
  proto: PROTO
}

function protocol (spec: object = {}, metadata: object = {}): Protocol {
  return validateProtocol({
    apiVersion: 'subnetes.dev/v1alpha1',
    kind: 'Protocol',
    metadata: { name: 'echo', ...metadata },
    spec: { schema: { proto: PROTO, handlerPrefix: 'team' }, worker: { concurrency: 4, local: { command: ['node'] } }, ...spec }
  })
}

describe('toAssignment', () => {
  it('joins manifest and schema, with every default resolved, in a form that the wire carries', () => {
    const access = { stake: { minClass: 'Validator' } }
    const given = protocol({
      access: { messageSignature: 'Optional' },
      methods: [{ name: 'rpc_down', timeoutSeconds: 20, idempotent: true, maxRequestBytes: 1000, mode: 'Queued', access }],
      autoscaling: { hold: { maxPending: 7, maxPendingPerPeer: 3, timeoutSeconds: 2 } }
    }, { generation: 9, namespace: 'team' })
    const { v1 } = subnetes
    const received = v1.ProtocolAssignment.decode(v1.ProtocolAssignment.encode(toAssignment(given, compiled)).finish())
    expect(received).toMatchObject({
      name: 'echo', generation: 9, service: 'acme.v1.EchoProtocol', handlerPrefix: 'team', proto: PROTO, concurrency: 4, hold: { maxPending: 7, maxPendingPerPeer: 3, timeoutSeconds: 2 }, accessJson: '{"messageSignature":"Optional"}'
    })
    expect(received.namespace).toBe('team')
    expect([...received.descriptorSet]).toEqual([1, 2, 3])
    expect(received.methods).toMatchObject([
      { name: 'rpc_one', requestStream: false, responseStream: false, timeoutSeconds: 300, idempotent: false, maxRequestBytes: 0, mode: v1.Mode.MODE_INTERACTIVE, requestType: 'acme.v1.M', responseType: 'acme.v1.M', accessJson: '' },
      { name: 'rpc_down', requestStream: false, responseStream: true, timeoutSeconds: 20, idempotent: true, maxRequestBytes: 1000, mode: v1.Mode.MODE_QUEUED, accessJson: JSON.stringify(access) },
      { name: 'rpc_up', requestStream: true, responseStream: false, timeoutSeconds: 300 }
    ])
  })

  it('is generation 1 for an object that no API server counts', () => {
    expect(toAssignment(protocol(), compiled)).toMatchObject({ generation: 1, accessJson: '', namespace: '' })
  })
})

describe('checkMethods', () => {
  it.each<[string, object, string]>([
    ['an override of a method that is not there', { methods: [{ name: 'rpc_gone' }] }, 'protocol "echo": spec.methods[0].name: service acme.v1.EchoProtocol has no method "rpc_gone"; it has rpc_one, rpc_down, rpc_up'],
    ['a drain shorter than a call may take', { drain: { gracePeriodSeconds: 60 }, methods: [{ name: 'rpc_one', timeoutSeconds: 60 }, { name: 'rpc_up', timeoutSeconds: 60 }] }, '60 is below the 300 s that rpc_down may take'],
    ['jobs with a stream of requests', { methods: [{ name: 'rpc_up', mode: 'Queued' }] }, 'rpc_up takes a stream of requests, which no job can hold'],
    ['signatures on a stream of requests', { access: { messageSignature: 'Required' } }, 'rpc_up takes a stream of requests, which cannot be signed'],
    ['signatures on messages without auth', { methods: [{ name: 'rpc_one', access: { messageSignature: 'Required' } }] }, 'the messages of rpc_one have no "auth" field']
  ])('refuses %s', (_, spec, message) => {
    expect(() => checkMethods(protocol(spec), compiled)).toThrow(message)
  })
})

describe('compileProtocol', () => {
  it('compiles the text of a manifest', async () => {
    await expect(compileProtocol(protocol())).resolves.toMatchObject({ fullName: 'acme.v1.EchoProtocol' })
  })

  it('names the protocol in what it refuses', async () => {
    await expect(compileProtocol(protocol({ schema: { proto: 'nonsense' } }))).rejects.toThrow(/^schema of protocol "echo": illegal token 'nonsense' \(line 1\)$/)
    await expect(compileProtocol(protocol({ methods: [{ name: 'rpc_gone' }] }))).rejects.toThrow(/no method "rpc_gone"/)
    await expect(compileProtocol(protocol({ schema: { file: 'a.proto' } }))).rejects.toThrow(/no text yet/)
  })
})
