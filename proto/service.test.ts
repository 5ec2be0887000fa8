import { describe, expect, it } from 'vitest'
import { loadService, loadServiceFromDescriptorSet } from './service.ts'

const proto = `syntax = "proto3";
package t.v1;
import "google/protobuf/duration.proto";
import "subnetes/v1/auth.proto";
message Q { subnetes.v1.RequestAuthInfo auth = 1; string the_text = 2; uint64 big = 3; bytes raw = 4; google.protobuf.Duration took = 5; Kind kind = 6; }
enum Kind { KIND_UNSPECIFIED = 0; KIND_A = 1; }
message R { repeated float scores = 1; }
service S { rpc rpc_a (Q) returns (R); rpc rpc_b (Q) returns (stream R); rpc rpc_c (stream Q) returns (stream R); rpc rpc_d (stream Q) returns (R); }`

describe('loadService', () => {
  it('gives paths, shapes and types of every method', () => {
    const service = loadService({ proto })
    expect(service).toMatchObject({ name: 'S', fullName: 't.v1.S' })
    expect([...service.methods.values()].map((m) => [m.path, m.requestStream, m.responseStream])).toEqual([
      ['/t.v1.S/rpc_a', false, false], ['/t.v1.S/rpc_b', false, true], ['/t.v1.S/rpc_c', true, true], ['/t.v1.S/rpc_d', true, false]])
    expect(service.methods.get('rpc_a')).toMatchObject({ requestType: 't.v1.Q', responseType: 't.v1.R' })
  })

  it('encodes and decodes with the names of the schema', () => {
    const method = loadService({ proto }).methods.get('rpc_a')!
    const bytes = method.encodeRequest({ the_text: 'hi', big: '9007199254740993', raw: Buffer.from([1, 2]), kind: 'KIND_A' })
    expect(method.decodeRequest(bytes)).toMatchObject({ the_text: 'hi', big: '9007199254740993', raw: Buffer.from([1, 2]), kind: 'KIND_A' })
  })

  it('names a field the message does not have', () => {
    const method = loadService({ proto }).methods.get('rpc_a')!
    expect(() => method.encodeRequest({ text: 'hi' })).toThrow('t.v1.Q has no field "text"; it has auth, the_text')
  })

  it.each([
    [{ the_text: { a: 1 } }, 'the_text is {"a":1}; allowed is text'],
    [{ the_text: 5 }, 'the_text is 5; allowed is text'],
    [{ big: 1.5 }, 'big is 1.5; allowed is a whole number'],
    [{ big: -1 }, 'big is -1; allowed is a whole number from 0'],
    [{ big: '18446744073709551616' }, 'big is "18446744073709551616"'],
    [{ raw: 'not base 64!' }, 'raw is "not base 64!"; allowed is bytes, or base64 text'],
    [{ kind: 'KIND_B' }, 'kind is "KIND_B"; allowed are KIND_UNSPECIFIED, KIND_A'],
    [{ took: [] }, 'took is []; allowed is an object'],
    [{ took: { seconds: 'x' } }, 'took.seconds is "x"; allowed is a whole number of 64 bits'],
    [{ auth: { nonse: '' } }, 'subnetes.v1.RequestAuthInfo has no field "nonse"']
  ])('refuses %j, naming field, value and what is allowed', (message, words) => {
    expect(() => loadService({ proto }).methods.get('rpc_a')!.encodeRequest(message)).toThrow(words)
  })

  it('takes what fits: text and numbers for 64 bits, numbers and names for enums, null for unset', () => {
    const method = loadService({ proto }).methods.get('rpc_a')!
    for (const message of [{ big: 7 }, { big: '18446744073709551615' }, { kind: 1 }, { auth: null, raw: 'AQI=' }, { took: { seconds: '-3', nanos: 5 } }]) {
      expect(() => method.encodeRequest(message)).not.toThrow()
    }
    expect(() => method.encodeResponse({ scores: [1, 2.5] })).not.toThrow()
    expect(() => method.encodeResponse({ scores: ['1'] })).toThrow('scores[0] is "1"; allowed is a number')
  })

  it('comes back whole from its descriptor set', () => {
    const service = loadService({ proto })
    const again = loadServiceFromDescriptorSet(service.descriptorSet, 't.v1.S')
    const message = { the_text: 'ä', big: '7', kind: 'KIND_A' }
    expect([...again.methods.keys()]).toEqual(['rpc_a', 'rpc_b', 'rpc_c', 'rpc_d'])
    expect(again.methods.get('rpc_b')).toMatchObject({ responseStream: true, requestStream: false })
    expect(again.methods.get('rpc_a')!.decodeRequest(service.methods.get('rpc_a')!.encodeRequest(message))).toMatchObject(message)
  })

  it.each([
    ['syntax = "proto3"; message {', 'illegal'],
    ['syntax = "proto3"; import "other.proto"; service S {}', 'import "other.proto" is not available'],
    ['syntax = "proto3"; message M {}', 'no service'],
    ['syntax = "proto3"; service A {} service B {}', 'the schema has 2 services (A, B); name one'],
    ['syntax = "proto3"; service A { rpc rpc_x (M) returns (M); }', 'no such']
  ])('refuses %s', (text, message) => {
    expect(() => loadService({ proto: text })).toThrow(message)
  })
})
