/** The operator process with real gateways, runners and a peer that calls: what `kubectl apply` comes to. */
import { ConsoleClient } from '@subnetes/control'
import type { ConsoleSnapshot } from '@subnetes/control'
import { Kinds } from '@subnetes/operator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { INSTANCE, Installation, NAMESPACE, upProto, upProtocol } from './harness/installation.ts'
import { eventually } from './harness/program.ts'

let net: Installation

beforeAll(async () => {
  net = await Installation.start()
  await net.startOperator({ SUBNETES_CONSOLE: 'true' })
  await Promise.all([net.startGateway(), net.startGateway()])
})

afterAll(async () => { await net?.stop() })

describe('a Protocol that is applied', () => {
  it('is called by a peer through every gateway, and says so', async () => {
    await net.apply(upProtocol('echo'))
    await net.until('echo', 'Ready', 'True AllReady')
    const [first, second] = await Promise.all([net.echo('a'), net.echo('b', { gateway: 1 })])
    expect([first['text'], second['text']]).toEqual(['echo:a', 'echo:b'])
    expect(await net.until('echo', 'GatewayRegistered', 'True')).toBe('True AllRegistered: all 2 gateways have the handlers')
    expect(await net.condition('echo', 'SchemaValid')).toMatch(/^True Compiled/)
    const { status } = await net.protocol('echo')
    expect(status).toMatchObject({ replicas: 1, readyReplicas: 1, updatedReplicas: 1, desiredReplicas: 1, observedGeneration: 1, selector: 'app.kubernetes.io/component=worker,subnetes.dev/protocol=echo' })
    const types = ['Ready', 'SchemaValid', 'WorkersAvailable', 'Active', 'Progressing', 'Draining', 'GatewayRegistered', 'Degraded', 'ScalingLimited']
    expect(status?.conditions?.map(({ type }) => type)).toEqual(expect.arrayContaining(types))
    expect(await net.kubectl('get', 'events')).toContain('created Deployment echo-worker')
  })

  it('is shown to consoles with its worker, its calls and its gateways', async () => {
    let seen: ConsoleSnapshot | undefined
    const console = new ConsoleClient({ address: net.operators[0]?.where.control ?? '', listener: { onSnapshot: (snapshot) => { seen = snapshot }, onDown: () => {} } })
    await console.start()
    try {
      const snapshot = await eventually('a picture with all of it', () => {
        const echo = seen?.protocols.find(({ name }) => name === 'echo')
        return echo?.workers[0]?.slots === 4 && echo.load.finished >= 2 && echo.scaling.words !== '' && seen?.gateways.every(({ counted }) => counted) === true ? seen : undefined
      })
      expect(snapshot).toMatchObject({ installation: `${INSTANCE} in ${NAMESPACE}`, decider: 'operator-0', protocols: [{ name: 'echo', namespace: NAMESPACE, phase: 'ready', replicas: 1, workers: [{ state: 'ready' }], problems: [] }] })
      expect(snapshot.gateways).toHaveLength(2)
    } finally {
      await console.stop()
    }
  })

  it('while others run is callable as soon as it is ready, also with the runner inside its worker', async () => {
    await net.apply(upProtocol('late', { service: 'LateProtocol', runner: 'Embedded' }))
    await net.until('late', 'Ready', 'True AllReady')
    expect((await net.echo('c', { service: 'LateProtocol', gateway: 1 }))['text']).toBe('late:c')
  })

  it('with a broken schema says where it is broken, and calls go on to what was good', async () => {
    await net.apply(upProtocol('echo', { proto: `${upProto()}\nmessage {` }))
    expect(await net.until('echo', 'SchemaValid', 'False')).toMatch(/^False Invalid: spec\.schema: .*line 5/)
    expect(await net.condition('echo', 'Ready')).toMatch(/^False SchemaInvalid/)
    expect((await net.echo('d'))['text']).toBe('echo:d')
    expect(await net.kubectl('get', 'events')).toContain('SchemaValidInvalid')
    await net.apply(upProtocol('echo'))
    await net.until('echo', 'Ready', 'True')
  })

  it('takes its schema from a ConfigMap, and follows it', async () => {
    const schema = { configMapRef: { name: 'schemas', key: 'mapped.proto' } }
    await net.apply(upProtocol('mapped', { service: 'MappedProtocol', schema }))
    expect(await net.until('mapped', 'SchemaValid', 'False')).toContain(`there is no ConfigMap ${NAMESPACE}/schemas; make it`)
    expect(await net.workerPods('mapped')).toEqual([])
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'schemas', namespace: NAMESPACE }, data: { 'mapped.proto': 'service' } }
    await net.client.apply(Kinds.ConfigMap, configMap, { fieldManager: 'test' })
    await net.until('mapped', 'SchemaValid', 'False Invalid')
    await net.client.apply(Kinds.ConfigMap, { ...configMap, data: { 'mapped.proto': upProto('MappedProtocol') } }, { fieldManager: 'test' })
    await net.until('mapped', 'Ready', 'True AllReady')
    expect((await net.echo('e', { service: 'MappedProtocol' }))['text']).toBe('mapped:e')
  })

  it('with a handle that an older one has gets no workers, says who has it, and is served when that one is gone', async () => {
    await net.apply(upProtocol('rival', { service: 'LateProtocol' }))
    expect(await net.until('rival', 'Ready', 'False HandleTaken')).toContain(`already served by protocol "${NAMESPACE}/late"`)
    expect(await net.workerPods('rival')).toEqual([])
    await net.client.delete(Kinds.Protocol, { namespace: NAMESPACE, name: 'late' })
    await net.until('rival', 'Ready', 'True AllReady')
    expect((await net.echo('f', { service: 'LateProtocol' }))['text']).toBe('rival:f')
  })

  it('that is deleted is unknown to gateways, and its processes end', async () => {
    const [pod] = await net.workerPods('rival')
    const worker = net.pods.process(pod?.metadata.name ?? '', 'worker')
    await net.client.delete(Kinds.Protocol, { namespace: NAMESPACE, name: 'rival' })
    await eventually('it is unknown', async () => await net.echo('g', { service: 'LateProtocol' }).then(() => undefined, (error: { code?: string }) => error.code === 'unimplemented' ? true : undefined))
    // The cluster's garbage collector learns of new kinds every 30 s only.
    await eventually('its worker has ended', () => worker?.child.exitCode ?? worker?.child.signalCode ?? undefined, 90_000)
  }, 150_000)
})

describe('a worker whose process dies', () => {
  it('is no longer told to gateways: all calls go to the others', async () => {
    await net.apply(upProtocol('pair', { service: 'PairProtocol', replicas: 2 }))
    await net.until('pair', 'Ready', 'True AllReady')
    const [victim, other] = await net.workerPods('pair')
    const name = victim?.metadata.name ?? ''
    // Runner and compute: nothing answers at the pod's address any more.
    await Promise.all(['subnetes-runner', 'worker'].map(async (container) => await net.pods.process(name, container)?.stop('SIGKILL')))
    await net.until('pair', 'WorkersAvailable', 'True SomeReady')
    const answers = await Promise.all(Array.from({ length: 20 }, async (_, index) => await net.echo(String(index), { service: 'PairProtocol', gateway: index % 2 })))
    expect(new Set(answers.map(({ worker }) => worker))).toEqual(new Set([other?.metadata.name]))
  })
})
