import { describe, expect, it } from 'vitest'
import { isHostAllowed } from './host-check.ts'

describe('isHostAllowed', () => {
  it.each(['127.0.0.1:8080', '10.0.0.7', '[::1]:8080', 'localhost', 'LOCALHOST:9', 'console.localhost:8080', 'console.example.org:443', 'console.example.org.'])('takes %s', (host) => {
    expect(isHostAllowed(host, ['console.example.org'])).toBe(true)
  })

  it.each([undefined, '', 'evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'console.example.org.evil.example', 'a:b:c', '[127.0.0.1', '*'])('refuses %s', (host) => {
    expect(isHostAllowed(host, ['console.example.org'])).toBe(false)
  })

  it('takes every name where it is told to', () => {
    expect(isHostAllowed('anything.example', ['*'])).toBe(true)
  })
})
