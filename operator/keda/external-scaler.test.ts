import { validateProtocol } from '@subnetes/api'
import type { Protocol } from '@subnetes/api'
import { silentLogger } from '@subnetes/common'
import type { ScaleReport } from '@subnetes/scaling'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../test/support/eventually.ts'
import { kedaClient, nextAnswer } from '../../test/support/keda-client.ts'
import type { KedaClient } from '../../test/support/keda-client.ts'
import type { ProtocolView } from '../protocols/protocols-view.ts'
import { ExternalScaler } from './external-scaler.ts'
import { MAX_REPORT_AGE_MS, SLOTS_METRIC } from './pool-metric.ts'

const object = { name: 'inference', namespace: 'ns' }
const GRPC = { notFound: 5, failedPrecondition: 9, unavailable: 14 }
const now = 1_000_000
let protocols: Map<string, ProtocolView>
let reports: Map<string, ScaleReport>
let server: ExternalScaler
let keda: KedaClient

function view (mode = 'External', concurrency = 4): ProtocolView {
  const template = { spec: { containers: [{ name: 'worker', image: 'w' }] } }
  const spec = { schema: { proto: 'x' }, worker: { template, concurrency }, autoscaling: { mode } }
  const protocol: Protocol = validateProtocol({ apiVersion: 'subnetes.dev/v1alpha1', kind: 'Protocol', metadata: { name: 'inference', namespace: 'ns' }, spec }, { target: 'cluster' })
  return { key: 'ns/inference', name: 'inference', protocol, schema: undefined, assignment: undefined, problem: undefined, conflict: undefined, isServed: true }
}

function report (slots: number, init: { fresh?: boolean, replicas?: number, sample?: Partial<ScaleReport['sample']>, ageMs?: number } = {}): void {
  const { fresh = true, replicas = 1, sample = {}, ageMs = 0 } = init
  reports.set('ns/inference', {
    at: (now - ageMs) / 1000, desired: replicas, replicas, reason: 'outside', words: '', slots, fresh, missing: [], isHolding: false, sample: { t: 0, ...sample }
  })
}

beforeEach(async () => {
  protocols = new Map([['ns/inference', view()]])
  reports = new Map()
  server = new ExternalScaler({ listen: '127.0.0.1:0', lookMs: 10, now: () => now }, { protocols: { get: (key) => protocols.get(key) }, scaler: { report: (key) => reports.get(key) }, logger: silentLogger })
  await server.lead()
  keda = kedaClient(server.address ?? '')
})

afterEach(async () => {
  keda.close()
  await server.stop()
})

describe('the ExternalScaler for KEDA', () => {
  it('gives the wanted slots as the metric and the slots of a worker as its target', async () => {
    report(9.25)
    expect(await keda.metricSpec(object)).toEqual([{ metricName: SLOTS_METRIC, targetSize: 4, targetSizeFloat: 4 }])
    expect(await keda.metric(object, SLOTS_METRIC)).toBe(9.25)
    expect(await keda.isActive(object)).toBe(true)
  })

  it('is not active when nothing runs, waits, or was called lately', async () => {
    report(0)
    expect(await keda.isActive(object)).toBe(false)
    expect(await keda.metric(object, SLOTS_METRIC)).toBe(0)
  })

  it.each([['interactive'], ['held'], ['queueActive'], ['queueWaiting']])('is active while there is something %s, whatever the slots say', async (field) => {
    report(0, { sample: { [field]: 1 } })
    expect(await keda.isActive(object)).toBe(true)
  })

  it('never lets missing data shrink a pool', async () => {
    report(1, { fresh: false, replicas: 5 })
    expect(await keda.metric(object, SLOTS_METRIC)).toBe(20)
    report(0, { fresh: false, replicas: 5 })
    expect(await keda.isActive(object)).toBe(true)
    report(30, { fresh: false, replicas: 5 })
    expect(await keda.metric(object, SLOTS_METRIC)).toBe(30)
    report(0, { fresh: false, replicas: 0 })
    expect(await keda.isActive(object)).toBe(false)
  })

  it('refuses when the pool was not looked at, or not lately: an HPA then leaves it as it is', async () => {
    await expect(keda.metric(object, SLOTS_METRIC)).rejects.toMatchObject({ code: GRPC.unavailable })
    report(9, { ageMs: MAX_REPORT_AGE_MS + 1 })
    await expect(keda.isActive(object)).rejects.toMatchObject({ code: GRPC.unavailable })
  })

  it('finds the Protocol by the name of the ScaledObject or by what its trigger says, in its namespace alone', async () => {
    report(2)
    expect(await keda.isActive({ name: 'other', namespace: 'ns', scalerMetadata: { scalerAddress: 'x', protocol: 'inference' } })).toBe(true)
    await expect(keda.isActive({ name: 'inference', namespace: 'elsewhere' })).rejects.toMatchObject({ code: GRPC.notFound, details: expect.stringContaining('elsewhere/inference') as string })
    await expect(keda.metric(object, 'cpu')).rejects.toMatchObject({ code: GRPC.notFound, details: expect.stringContaining(SLOTS_METRIC) as string })
  })

  it.each(['Internal', 'Off'])('refuses a Protocol with mode %s, which somebody else scales', async (mode) => {
    protocols.set('ns/inference', view(mode))
    report(2)
    await expect(keda.metricSpec(object)).rejects.toMatchObject({ code: GRPC.failedPrecondition, details: expect.stringContaining(mode) as string })
  })

  it('pushes activity at once and when it changes, and only then', async () => {
    report(0)
    const stream = keda.followActive(object)
    expect(await nextAnswer(stream, 1)).toEqual({ result: false })
    report(3)
    expect(await nextAnswer(stream, 2)).toEqual({ result: true })
    report(4)
    reports.delete('ns/inference') // a moment without a report ends nothing
    expect(await keda.isActive(object).catch(() => 'asked')).toBe('asked')
    report(0)
    expect(await nextAnswer(stream, 3)).toEqual({ result: false })
    expect(stream.answers).toHaveLength(3)
    expect(stream.status()).toBeUndefined()
    stream.cancel()
  })

  it('pushes a new target when the slots of a worker change', async () => {
    report(3)
    const stream = keda.followSpec(object)
    expect(await nextAnswer(stream, 1)).toMatchObject({ metricSpecs: [{ targetSizeFloat: 4 }] })
    protocols.set('ns/inference', view('External', 8))
    expect(await nextAnswer(stream, 2)).toMatchObject({ metricSpecs: [{ targetSizeFloat: 8 }] })
    stream.cancel()
  })

  it('ends the stream of a Protocol that is gone, with the reason', async () => {
    report(3)
    const stream = keda.followActive(object)
    await nextAnswer(stream, 1)
    protocols.clear()
    await eventually('the end', () => stream.status() !== undefined)
    expect(stream.status()).toBe(GRPC.notFound)
  })

  it('is not to be reached by those who do not lead', async () => {
    report(3)
    expect(await keda.isActive(object)).toBe(true)
    await server.stop()
    await expect(keda.isActive(object)).rejects.toMatchObject({ code: GRPC.unavailable })
  })
})
