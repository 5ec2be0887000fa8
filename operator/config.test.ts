import { SubnetesError } from '@subnetes/common'
import { describe, expect, it } from 'vitest'
import { loadOperatorConfig } from './config.ts'

const least = { SUBNETES_NAMESPACE: 'subnet', SUBNETES_RUNNER_IMAGE: 'runner:1' }

function problem (env: Record<string, string>): string {
  try {
    loadOperatorConfig({ ...least, ...env })
  } catch (error) {
    return SubnetesError.from(error).message
  }
  return 'none'
}

describe('the configuration of the operator', () => {
  it('needs a namespace and the runner image, and has a default for everything else', () => {
    expect(loadOperatorConfig(least)).toMatchObject({
      instance: 'subnetes', namespace: 'subnet', namespaces: ['subnet'], runnerImage: 'runner:1', controlListen: '0.0.0.0:50050', keda: undefined, tls: undefined, console: false, workerEgress: [], apiQps: 50, apiBurst: 100
    })
    expect(problem({ SUBNETES_RUNNER_IMAGE: '' })).toContain('SUBNETES_RUNNER_IMAGE is not set')
    expect(problem({ SUBNETES_NAMESPACE: '' })).toContain('SUBNETES_NAMESPACE is not set')
  })

  it('watches the namespaces that are named, or all', () => {
    expect(loadOperatorConfig({ ...least, SUBNETES_WATCH_NAMESPACES: '["a","b","a"]' }).namespaces).toEqual(['a', 'b'])
    expect(loadOperatorConfig({ ...least, SUBNETES_WATCH_NAMESPACES: '["*"]' }).namespaces).toBe('all')
    expect(problem({ SUBNETES_WATCH_NAMESPACES: '["*","a"]' })).toContain('stands alone')
  })

  it('takes TLS with its own authority or an issuer', () => {
    expect(loadOperatorConfig({ ...least, SUBNETES_TLS: 'true' }).tls).toEqual({ issuerRef: undefined })
    expect(loadOperatorConfig({ ...least, SUBNETES_TLS: 'true', SUBNETES_TLS_ISSUER: '{"name":"mine"}' }).tls).toEqual({ issuerRef: { name: 'mine', kind: 'Issuer', group: 'cert-manager.io' } })
    expect(problem({ SUBNETES_TLS: 'true', SUBNETES_TLS_ISSUER: '{}' })).toContain('it must have a name')
    expect(loadOperatorConfig({ ...least, SUBNETES_TLS: 'false', SUBNETES_TLS_ISSUER: '{"name":"mine"}' }).tls).toBeUndefined()
  })

  it('lets consoles watch when it is told to', () => {
    expect(loadOperatorConfig({ ...least, SUBNETES_CONSOLE: 'true' }).console).toBe(true)
    expect(problem({ SUBNETES_CONSOLE: 'yes' })).toContain('SUBNETES_CONSOLE is "yes"; allowed are 1, true, 0 and false')
  })

  it('says which variable is wrong, what was read and what is allowed', () => {
    expect(problem({ SUBNETES_INSTANCE: 'My Subnet' })).toBe('environment variable SUBNETES_INSTANCE is "My Subnet"; allowed are 1 to 40 lower-case letters, digits and inner hyphens')
    expect(problem({ SUBNETES_CONTROL_ADVERTISE: 'here' })).toContain('SUBNETES_CONTROL_ADVERTISE is "here"; allowed are HOST:PORT')
    expect(problem({ SUBNETES_WORKER_EGRESS: '{"to":[]}' })).toContain('JSON array of egress rules')
    expect(problem({ SUBNETES_WORKER_EGRESS: 'to: []' })).toContain('SUBNETES_WORKER_EGRESS is "to: []"')
    expect(problem({ SUBNETES_MONITORING_FROM: '3' })).toContain('podLabels and namespaceLabels')
    expect(problem({ SUBNETES_LOG_LEVEL: 'loud' })).toContain('allowed are trace')
  })
})
