import { ErrorCode, SubnetesError } from '@subnetes/common'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_ERROR_CHARACTERS } from './limits.ts'
import { formatError, parseError, publicError } from './status.ts'

describe('an error as text', () => {
  it('looks like the repr of an exception named after the code', () => {
    expect(formatError(new SubnetesError('resource_exhausted', 'it\'s full'))).toBe("ResourceExhausted('it\\'s full')")
  })

  it('comes back with its code and message', () => {
    fc.assert(fc.property(fc.constantFrom(...Object.values(ErrorCode)), fc.string({ maxLength: 80, unit: 'binary' }), (code, message) => {
      expect(parseError(formatError(new SubnetesError(code, message)))).toMatchObject({ code, message })
    }))
  })

  it('is unknown, with its text untouched, when a foreign peer wrote it', () => {
    for (const text of ["ValueError('boom 42')", 'failed after 2', 'Unavailable', "Unavailable('a') and more"]) expect(parseError(text)).toMatchObject({ code: 'unknown', message: text })
    expect(parseError('')).toMatchObject({ code: 'unknown', message: 'the peer reported an error without a text' })
  })

  it('takes Python\'s choice of quotes', () => {
    expect(parseError('Unavailable("it\'s down")')).toMatchObject({ code: 'unavailable', message: 'it\'s down' })
  })

  it('is cut when it is very long', () => {
    expect(formatError(new SubnetesError('unknown', 'x'.repeat(1e6))).length).toBeLessThan(MAX_ERROR_CHARACTERS + 20)
  })

  it('tells strangers nothing of an unexpected error', () => {
    expect(publicError(new TypeError('secret'), 'A.rpc_b')).toMatchObject({ code: 'internal', message: expect.not.stringContaining('secret') as string })
    const typed = new SubnetesError('not_found', 'no such thing')
    expect(publicError(typed, 'A.rpc_b')).toBe(typed)
  })
})
