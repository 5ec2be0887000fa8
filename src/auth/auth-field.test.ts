import { SubnetesError } from '@subnetes/common'
import { loadService } from '@subnetes/proto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { authFieldsOf, cutSignature, insertAuth, readAuth } from './auth-field.ts'
import { lengthDelimited, protobufFields } from './protobuf-fields.ts'

const service = loadService({
  proto: `syntax = "proto3";
    package t.v1;
    import "subnetes/v1/auth.proto";
    message Ask { string text = 1; subnetes.v1.RequestAuthInfo auth = 7; int32 more = 20; }
    message Plain { string auth = 1; repeated subnetes.v1.RequestAuthInfo x = 2; }
    message Outer { message Answer { subnetes.v1.ResponseAuthInfo auth = 300; } }
    service TProtocol { rpc rpc_ask (Ask) returns (Outer.Answer); rpc rpc_plain (Plain) returns (Plain); }`
})
const method = (name: string): { name: string, path: string, requestStream: boolean, responseStream: boolean } => ({ name, path: `/t.v1.TProtocol/${name}`, requestStream: false, responseStream: false })

const field = fc.tuple(fc.integer({ min: 1, max: 2 ** 29 - 1 }), fc.uint8Array({ maxLength: 40 })).map(([number, value]) => lengthDelimited(number, value))
const message = fc.array(field, { maxLength: 6 }).map((fields) => new Uint8Array(Buffer.concat(fields)))
const inOrder = (bytes: Uint8Array): number[] => [...protobufFields(bytes)].map(({ number }) => number)

describe('the auth field', () => {
  it('is found by name in the message types of a method', () => {
    const fields = authFieldsOf(service)
    expect(fields(method('rpc_ask'))).toEqual({ request: 7, response: 300 })
    expect(fields(method('rpc_plain'))).toEqual({ request: undefined, response: undefined })
    expect(fields(method('rpc_other'))).toEqual({ request: undefined, response: undefined })
    const { descriptorSet, methods } = service
    expect(authFieldsOf({ descriptorSet, methods: [...methods.values()] })(method('rpc_ask'))).toEqual({ request: 7, response: 300 })
  })

  it('goes where an encoder would have put it', () => {
    const definition = service.methods.get('rpc_ask')
    if (definition === undefined) throw new Error('no method')
    const auth = { nonce: Buffer.from('12345678'), time: 5 }
    const whole = Buffer.from(definition.encodeRequest({ text: 'hello', auth, more: 3 }))
    const bare = definition.encodeRequest({ text: 'hello', more: 3 })
    const inner = readAuth(whole, 7)
    expect(Buffer.from(insertAuth(bare, 7, inner ?? Buffer.alloc(0)))).toEqual(whole)
    expect(Buffer.from(insertAuth(whole, 7, inner ?? Buffer.alloc(0)))).toEqual(whole)
  })

  it('refuses an auth field or a signature that stands there twice', () => {
    const auth = lengthDelimited(1, lengthDelimited(5, Buffer.from('x')))
    expect(() => cutSignature(Buffer.concat([auth, auth]), 1, 5)).toThrow('field 1 stands there twice')
    const twice = lengthDelimited(1, Buffer.concat([lengthDelimited(5, Buffer.from('x')), lengthDelimited(5, Buffer.from('y'))]))
    expect(() => cutSignature(twice, 1, 5)).toThrow('field 5 stands there twice')
  })

  it('gives back the bytes that were there before the signature, whatever else is in the message', () => {
    fc.assert(fc.property(message, fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ minLength: 1, maxLength: 200 }), (rest, nonce, signature) => {
      const auth = lengthDelimited(4, nonce)
      const unsigned = insertAuth(rest, 9, auth)
      const signed = insertAuth(rest, 9, Buffer.concat([auth, lengthDelimited(5, signature)]))
      const cut = cutSignature(signed, 9, 5)
      expect(Buffer.from(cut?.unsigned ?? [])).toEqual(Buffer.from(unsigned))
      expect(Buffer.from(cut?.signature ?? [])).toEqual(Buffer.from(signature))
      expect(Buffer.from(readAuth(signed, 9) ?? [])).toEqual(Buffer.concat([auth, lengthDelimited(5, signature)]))
    }), { numRuns: 2000 })
  })

  it('keeps the other fields in their order', () => {
    fc.assert(fc.property(message, (rest) => {
      const numbers = inOrder(insertAuth(rest, 9, new Uint8Array(0)))
      expect(numbers.filter((number) => number !== 9)).toEqual(inOrder(rest).filter((number) => number !== 9))
      expect(numbers.filter((number) => number === 9)).toHaveLength(1)
    }), { numRuns: 500 })
  })

  it('answers bytes of strangers with a result or a typed refusal, never with more', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), message, fc.tuple(message, fc.uint8Array({ maxLength: 20 })).map(([a, b]) => new Uint8Array(Buffer.concat([a, b]))))
    fc.assert(fc.property(bytes, fc.integer({ min: 1, max: 20 }), (stranger, number) => {
      try {
        const cut = cutSignature(stranger, number, 5)
        if (cut !== undefined) expect(cut.unsigned.length).toBeLessThanOrEqual(stranger.length)
      } catch (error) {
        expect(error).toBeInstanceOf(SubnetesError)
        expect((error as SubnetesError).code).toBe('invalid_argument')
      }
    }), { numRuns: Number(process.env.FUZZ_RUNS ?? 20_000) })
  })

  it('steps over groups and refuses those that do not end', () => {
    const group = Buffer.concat([Uint8Array.of(0x0b), lengthDelimited(2, Buffer.from('in')), Uint8Array.of(0x0c)])
    expect(Buffer.from(readAuth(Buffer.concat([group, lengthDelimited(3, Buffer.from('a'))]), 3) ?? []).toString()).toBe('a')
    expect(() => readAuth(Uint8Array.of(0x0b), 3)).toThrow('the bytes end within a number')
    expect(() => readAuth(new Uint8Array(100_000).fill(0x0b), 3)).toThrow('groups nest deeper than 32')
    expect(() => readAuth(Uint8Array.of(0x0c), 3)).toThrow('a group ends')
  })
})
