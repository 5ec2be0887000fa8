/** Messages that hivemind itself signed (`test/fixtures/auth/record.py`). */
import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { tokenText } from './access-token.ts'
import { openRequest, openResponse } from './auth-message.ts'
import { parseOpenSshKey } from './openssh-key.ts'

interface Recording { authorityKey: string, clientKey: string, serverKey: string, request: string, response: string, signedText: string, signature: string }

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString()

describe('messages that hivemind signed', () => {
  let recording: Recording
  beforeAll(async () => { recording = JSON.parse(await readFile(new URL('../../test/fixtures/auth/hivemind.json', import.meta.url), 'utf8')) as Recording })

  it('verifies a signature of its RSA key, and no other text under it', () => {
    const key = parseOpenSshKey(recording.clientKey)
    expect(key.type).toBe('RSA')
    expect(key.peerId).toMatch(/^Qm/)
    expect(key.verify(Buffer.from(recording.signedText), Buffer.from(recording.signature))).toBe(true)
    expect(key.verify(Buffer.from('hellO'), Buffer.from(recording.signature))).toBe(false)
    expect(parseOpenSshKey(recording.serverKey).verify(Buffer.from(recording.signedText), Buffer.from(recording.signature))).toBe(false)
  })

  it('verifies a request of its AuthRPCWrapper: token, recipient, signature', () => {
    const opened = openRequest(Buffer.from(recording.request, 'base64'), 1)
    expect(text(opened?.auth.token.publicKey)).toBe(recording.clientKey)
    expect(text(opened?.auth.servicePublicKey)).toBe(recording.serverKey)
    expect(opened?.auth.nonce).toHaveLength(8)
    expect(parseOpenSshKey(recording.clientKey).verify(opened?.unsigned ?? Buffer.alloc(0), opened?.signature ?? Buffer.alloc(0))).toBe(true)
    const token = opened?.auth.token
    if (token === undefined) throw new Error('no token')
    expect(parseOpenSshKey(recording.authorityKey).verify(Buffer.from(tokenText(token)), token.signature)).toBe(true)
  })

  it('verifies a response of its AuthRPCWrapper, which repeats the nonce', () => {
    const request = openRequest(Buffer.from(recording.request, 'base64'), 1)
    const response = openResponse(Buffer.from(recording.response, 'base64'), 1)
    expect(parseOpenSshKey(recording.serverKey).verify(response?.unsigned ?? Buffer.alloc(0), response?.signature ?? Buffer.alloc(0))).toBe(true)
    expect(text(response?.auth.nonce)).toBe(text(request?.auth.nonce))
  })
})
