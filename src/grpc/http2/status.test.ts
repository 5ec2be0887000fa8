import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SubnetesError } from '@subnetes/common'
import { isNotStarted, notStarted } from '../not-started.ts'
import { decodeMessage, encodeMessage, readStatus, resetError, responseError, statusTrailers } from './status.ts'
import { decodeTimeout, encodeTimeout } from './headers.ts'

describe('gRPC status', () => {
  it('carries any text in grpc-message as printable ASCII', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const encoded = encodeMessage(text)
      expect(encoded).toMatch(/^[ -~]*$/)
      expect(decodeMessage(encoded)).toBe(text)
    }))
  })

  it('keeps a message that is not valid percent-encoding', () => {
    expect(decodeMessage('100% wrong')).toBe('100% wrong')
  })

  it('shortens a message that would not fit into trailers', () => {
    expect(encodeMessage('x'.repeat(5_000)).length).toBeLessThan(2_010)
  })

  it('brings code, message and the mark of a refusal to the other side', () => {
    const refused = readStatus(statusTrailers(notStarted(new SubnetesError('unavailable', 'no slot'))) as never)
    expect([refused?.error?.code, refused?.error?.message, isNotStarted(refused?.error)]).toEqual(['unavailable', 'no slot', true])
    const plain = readStatus(statusTrailers(new SubnetesError('not_found', 'nö')) as never)
    expect([plain?.error?.code, plain?.error?.message, isNotStarted(plain?.error)]).toEqual(['not_found', 'nö', false])
    expect(readStatus({ 'grpc-status': '0' })).toEqual({ error: undefined })
    expect(readStatus({})).toBeUndefined()
    expect(readStatus({ 'grpc-status': '99' })?.error?.code).toBe('unknown')
  })

  it('believes no refusal of another code', () => {
    expect(isNotStarted(readStatus({ 'grpc-status': '3', 'subnetes-disposition': 'refused' })?.error)).toBe(false)
  })

  it.each([[400, 'internal'], [401, 'unauthenticated'], [403, 'permission_denied'], [404, 'unimplemented'], [429, 'unavailable'], [503, 'unavailable'], [418, 'unknown']])('maps HTTP status %i to %s', (status, code) => {
    expect(responseError({ ':status': String(status) }, 'a:1')?.code).toBe(code)
  })

  it('refuses an answer that is not gRPC', () => {
    expect(responseError({ ':status': '200', 'content-type': 'text/html' }, 'a:1')?.message).toContain('"text/html" instead of application/grpc')
    expect(responseError({ ':status': '200', 'content-type': 'application/grpc+proto' }, 'a:1')).toBeUndefined()
  })

  it.each([[1, 'internal', false], [7, 'unavailable', true], [8, 'cancelled', false], [11, 'resource_exhausted', false], [12, 'permission_denied', false], [5, 'unknown', false]])('maps HTTP/2 error %i to %s', (number, code, isUnstarted) => {
    const error = resetError(number, 'a:1')
    expect([error.code, isNotStarted(error)]).toEqual([code, isUnstarted])
  })
})

describe('grpc-timeout', () => {
  it('gives back the deadline within a unit, for any deadline', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 10 ** 13 }), (leftMs) => {
      const text = encodeTimeout(leftMs, 0)
      expect(text).toMatch(/^\d{1,8}[mSH]$/)
      const decoded = decodeTimeout(text, 0) as number
      expect(decoded).toBeGreaterThanOrEqual(leftMs)
      expect(decoded - leftMs).toBeLessThan(leftMs < 10 ** 8 ? 1 : 3_601_000)
    }))
  })

  it('never sends zero and ignores what is malformed', () => {
    expect(encodeTimeout(5, 10)).toBe('1m')
    expect([decodeTimeout('100000n', 0), decodeTimeout('5u', 0), decodeTimeout('2M', 0)]).toEqual([1, 1, 120_000])
    expect(['', '5', 'm', '123456789m', '-1m', '5x'].map((text) => decodeTimeout(text))).toEqual(Array.from({ length: 6 }, () => undefined))
  })
})
