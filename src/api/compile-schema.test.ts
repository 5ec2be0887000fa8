import { loadServiceFromDescriptorSet } from '@subnetes/proto'
import { describe, expect, it } from 'vitest'
import { compileSchema, MAX_SCHEMA_BYTES } from './compile-schema.ts'

const HEAD = 'syntax = "proto3";\npackage acme.v1;\n'
const SHAPES = `${HEAD}
service EchoProtocol {
  rpc rpc_one (Ping) returns (Pong);
  rpc rpc_down (Ping) returns (stream Pong);
  rpc rpc_up (stream Ping) returns (Pong);
  rpc rpc_both (stream Ping) returns (stream Pong);
}
message Ping { string some_text = 1; }
message Pong { int64 n = 1; }
`

/** A legal message of so many fields. */
function wide (fields: number, service = 'service S { rpc rpc_a (M) returns (M); }'): string {
  return `syntax="proto3";${service}message M{${Array.from({ length: fields }, (_, index) => `int32 f${index}=${index + 1};`).join('')}}`
}

/** Milliseconds that the event loop did not turn, at worst, while `work` ran. */
async function longestBlock (work: Promise<unknown>): Promise<number> {
  let last = performance.now()
  let worst = 0
  const timer = setInterval(() => {
    const now = performance.now()
    worst = Math.max(worst, now - last)
    last = now
  }, 5)
  await work.catch(() => {})
  clearInterval(timer)
  return worst
}

describe('compileSchema', () => {
  it('gives the four shapes, paths and message types, and a descriptor set that carries the service', async () => {
    const compiled = await compileSchema(SHAPES)
    expect(compiled).toMatchObject({ service: 'EchoProtocol', fullName: 'acme.v1.EchoProtocol', proto: SHAPES })
    expect(compiled.methods.map(({ name, requestStream, responseStream }) => [name, requestStream, responseStream])).toEqual([
      ['rpc_one', false, false], ['rpc_down', false, true], ['rpc_up', true, false], ['rpc_both', true, true]
    ])
    expect(compiled.methods[0]).toEqual({ name: 'rpc_one', path: '/acme.v1.EchoProtocol/rpc_one', requestStream: false, responseStream: false, requestType: 'acme.v1.Ping', responseType: 'acme.v1.Pong', signable: false })
    const method = loadServiceFromDescriptorSet(compiled.descriptorSet, compiled.fullName).methods.get('rpc_one')
    expect(method?.decodeRequest(method.encodeRequest({ some_text: 'kept as written' }))).toEqual({ some_text: 'kept as written' })
  })

  it('takes the service that is named when there are several', async () => {
    const two = `${SHAPES}service Other { rpc rpc_x (Ping) returns (Pong); }`
    await expect(compileSchema(two)).rejects.toThrow(/2 services \(acme\.v1\.EchoProtocol, acme\.v1\.Other\); name one/)
    await expect(compileSchema(two, { service: 'Other' })).resolves.toMatchObject({ fullName: 'acme.v1.Other' })
    await expect(compileSchema(two, { service: 'Nobody' })).rejects.toThrow(/no service "Nobody"; it has/)
  })

  it('knows which messages can be signed', async () => {
    const text = `${HEAD}import "subnetes/v1/auth.proto"; import "google/protobuf/empty.proto";
      service S { rpc rpc_signed (A) returns (B); rpc rpc_half (A) returns (C); rpc rpc_empty (google.protobuf.Empty) returns (B); }
      message A { subnetes.v1.RequestAuthInfo auth = 1; } message B { subnetes.v1.ResponseAuthInfo auth = 1; } message C { string auth = 1; }`
    const { methods } = await compileSchema(text)
    expect(methods.map(({ name, signable }) => [name, signable])).toEqual([['rpc_signed', true], ['rpc_half', false], ['rpc_empty', false]])
  })

  it.each<[string, string, RegExp]>([
    ['a syntax error', `${HEAD}service S {\n  rcp rpc_a (M) returns (M);\n}`, /^protocol x: illegal token 'rcp' \(line 4\)$/],
    ['an unknown type', `${HEAD}service S {\n  rpc rpc_a (M) returns (Gone);\n}\nmessage M {}`, /^protocol x: no such type: Gone \(line 4\)$/],
    ['a field number twice', `${HEAD}service S { rpc rpc_a (M) returns (M); }\n\nmessage M {\n  int32 a = 1;\n  int32 b = 1;\n}`, /duplicate id 1 in .*\(line \d\)$/],
    ['an import we do not have', `${HEAD}import "other.proto";`, /import "other\.proto" is not available; allowed are .*subnetes\/v1\/auth\.proto/],
    ['an import of our inner contracts', `${HEAD}import "subnetes/v1/control.proto";`, /import "subnetes\/v1\/control\.proto" is not available/],
    ['no service', `${HEAD}message M {}`, /the schema has no service; add one/],
    ['a service without methods', `${HEAD}service S {}`, /service S has no methods/],
    ['methods that are not rpc_*', `${HEAD}service S { rpc Infer (M) returns (M); rpc rpc_ok (M) returns (M); rpc rpc_Big (M) returns (M); } message M {}`, /service S: "Infer", "rpc_Big" cannot be served; every method must be named rpc_/],
    ['a reserved service', `${HEAD}service DHTProtocol { rpc rpc_a (M) returns (M); } message M {}`, /the service name "DHTProtocol" is reserved/],
    ['too many methods', `${HEAD}service S { ${Array.from({ length: 65 }, (_, index) => `rpc rpc_${index} (M) returns (M);`).join('')} } message M {}`, /65 methods; allowed are 64/],
    ['too many fields', wide(2001), /2001 fields; allowed are 2000/]
  ])('refuses %s and says what and where', async (_, text, message) => {
    await expect(compileSchema(text, { what: 'protocol x', timeoutMs: 20_000 })).rejects.toMatchObject({ code: 'invalid_argument', message: expect.stringMatching(message) as unknown })
  })

  it('takes the largest schema that is allowed', async () => {
    await expect(compileSchema(wide(2000), { timeoutMs: 20_000 })).resolves.toMatchObject({ fullName: 'S' })
  })

  it('refuses a text that is too long without looking at it', async () => {
    await expect(compileSchema(`${HEAD}//${'x'.repeat(MAX_SCHEMA_BYTES)}`)).rejects.toThrow(/allowed are 262144/)
  })

  it('ends a hostile schema at the limit, which the error names, and blocks nobody', async () => {
    const hostile = wide(14_500)
    expect(Buffer.byteLength(hostile)).toBeGreaterThan(218_000)
    const started = performance.now()
    const work = compileSchema(hostile, { timeoutMs: 300 })
    const blockedMs = await longestBlock(work)
    await expect(work).rejects.toMatchObject({ code: 'invalid_argument', message: expect.stringContaining('limit of 300 ms') as unknown, details: { timeoutMs: 300, maxFields: 2000 } })
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(blockedMs).toBeLessThan(250)
  })

  it('stops when the signal aborts, also while it waits for a thread', async () => {
    const controller = new AbortController()
    const hostile = Array.from({ length: 4 }, () => compileSchema(wide(14_500), { timeoutMs: 60_000, signal: controller.signal }))
    const all = Promise.allSettled(hostile)
    controller.abort()
    expect((await all).map((result) => result.status === 'rejected' && (result.reason as { code: string }).code)).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled'])
    await expect(compileSchema(SHAPES, { signal: controller.signal })).rejects.toMatchObject({ code: 'cancelled' })
    await expect(compileSchema(SHAPES)).resolves.toMatchObject({ service: 'EchoProtocol' })
  })

  it('compiles many at once, a few at a time', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => compileSchema(SHAPES)))
    expect(all.every(({ fullName }) => fullName === 'acme.v1.EchoProtocol')).toBe(true)
  })
})
