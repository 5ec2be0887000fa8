import { SubnetesError } from '@subnetes/common'
import { describe, expect, it } from 'vitest'
import { loadConsoleConfig } from './config.ts'

const least = { SUBNETES_CONTROL: 'subnetes-operator.ns.svc:50050' }

function problem (env: Record<string, string>): string {
  try {
    loadConsoleConfig({ ...least, ...env })
  } catch (error) {
    return SubnetesError.from(error).message
  }
  return 'none'
}

describe('the configuration of the console', () => {
  it('needs to know who decides, and listens on loopback unless it is told otherwise', () => {
    expect(loadConsoleConfig(least)).toEqual({ control: 'subnetes-operator.ns.svc:50050', http: '127.0.0.1:0', hosts: [], tls: undefined, logLevel: 'info' })
    expect(problem({ SUBNETES_CONTROL: '' })).toContain('SUBNETES_CONTROL is not set')
  })

  it('takes host names in lower case, and * for all', () => {
    expect(loadConsoleConfig({ ...least, SUBNETES_CONSOLE_HOSTS: '["Console.Example.org","*"]' }).hosts).toEqual(['console.example.org', '*'])
    expect(problem({ SUBNETES_CONSOLE_HOSTS: '["http://x"]' })).toContain('SUBNETES_CONSOLE_HOSTS contains "http://x"; allowed are host names without a port')
  })

  it('expects the operator of its namespace behind TLS', () => {
    expect(loadConsoleConfig({ ...least, SUBNETES_TLS_DIR: '/tls', SUBNETES_NAMESPACE: 'ns' }).tls).toEqual({ folder: '/tls', serverName: 'operator.ns' })
    expect(problem({ SUBNETES_TLS_DIR: '/tls' })).toContain('SUBNETES_NAMESPACE is not set')
  })

  it('says which variable is wrong, what was read and what is allowed', () => {
    expect(problem({ SUBNETES_HTTP_LISTEN: 'here' })).toContain('SUBNETES_HTTP_LISTEN is "here"; allowed are HOST:PORT')
  })
})
