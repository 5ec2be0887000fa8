import { describe, expect, it } from 'vitest'
import { bareNotice, readNotice } from './ended-notice.ts'

describe('a notice of a job\'s end', () => {
  it('is read as it was written', () => {
    expect(readNotice(Buffer.from(bareNotice('echo-ä1')))).toEqual({ id: 'echo-ä1', fields: [] })
  })

  it('carries fields of any bytes, empty ones too', () => {
    const response = Buffer.from([0x2c, 0x3a, 0x00, 0xff])
    const message = Buffer.concat([Buffer.from('1:a,9:completed,0:,4:'), response, Buffer.from(',')])
    expect(readNotice(message)).toEqual({ id: 'a', fields: [Buffer.from('completed'), Buffer.alloc(0), response] })
  })

  it.each(['', 'a', '2:a,', '1:a', '1:a;', '-1:a,', ':,x', 'x:a,', '1:a,5:b,'])('is none: %j', (text) => {
    expect(readNotice(Buffer.from(text))).toBeUndefined()
  })
})
