/** `subnetes up`: several protocols, and manifests that come, change, break and go while it runs. Real processes throughout. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PATIENCE, UpSubnet, fetchStatus, isRunning, manifest } from '../fixtures/up-subnet.ts'

describe('subnetes up', () => {
  let subnet: UpSubnet

  beforeAll(async () => {
    subnet = await UpSubnet.start({ 'one.yaml': `${manifest('one', { mark: '1:' })}\n---\n${manifest('two', { service: 'SecondProtocol', runner: 'Sidecar', mark: '2:' })}` })
    await Promise.all([subnet.untilProtocol('one', 'ready'), subnet.untilProtocol('two', 'ready')])
  })

  afterAll(async () => { await subnet[Symbol.asyncDispose]() })

  it('serves several protocols, each from workers of its own: with the SDK inside, and behind our runner', async () => {
    const [one, two] = await Promise.all([subnet.echo('a'), subnet.echo('b', 'SecondProtocol')])
    expect([one['text'], two['text']]).toEqual(['1:a', '2:b'])
    const events = [subnet.last('worker', ({ worker }) => worker === 'one-1'), subnet.last('worker', ({ worker }) => worker === 'two-1')]
    expect(events.map((event) => event?.computePid)).toEqual([one['pid'], two['pid']])
    expect(events[1]?.pid).not.toBe(events[1]?.computePid)
  })

  it('serves a protocol whose manifest is added, and forgets it when the manifest goes', async () => {
    await subnet.write('three.yaml', manifest('three', { service: 'ThirdProtocol', mark: '3:' }))
    await subnet.untilProtocol('three', 'ready')
    const answer = await subnet.echo('c', 'ThirdProtocol')
    expect(answer['text']).toBe('3:c')
    await subnet.remove('three.yaml')
    await subnet.until('protocol', ({ protocol, phase }) => protocol === 'three' && phase === 'removed')
    await expect(subnet.echo('c', 'ThirdProtocol')).rejects.toMatchObject({ code: 'unimplemented' })
    await expect.poll(() => isRunning(Number(answer['pid'])), PATIENCE).toBe(false)
  })

  it('replaces the workers of a changed manifest without failing a call, and leaves the others alone', async () => {
    const before = await subnet.echo('a')
    const neighbour = await subnet.echo('b', 'SecondProtocol')
    await subnet.write('one.yaml', `${manifest('one', { mark: 'new:' })}\n---\n${manifest('two', { service: 'SecondProtocol', runner: 'Sidecar', mark: '2:' })}`)
    const texts = new Set<unknown>()
    await expect.poll(async () => { const { text } = await subnet.echo('a'); texts.add(text); return text }, PATIENCE).toBe('new:a')
    expect([...texts].every((text) => text === '1:a' || text === 'new:a')).toBe(true)
    expect((await subnet.echo('b', 'SecondProtocol'))['pid']).toBe(neighbour['pid'])
    await expect.poll(() => isRunning(Number(before['pid'])), PATIENCE).toBe(false)
  })

  it('starts and stops workers when the number of replicas changes', async () => {
    const two = manifest('two', { service: 'SecondProtocol', runner: 'Sidecar', mark: '2:', replicas: 2 })
    const text = `${manifest('one', { mark: 'new:' })}\n---\n`
    const { pid } = await subnet.echo('b', 'SecondProtocol')
    await subnet.write('one.yaml', text + two)
    await subnet.until('protocol', ({ protocol, readyWorkers }) => protocol === 'two' && readyWorkers === 2)
    await subnet.write('one.yaml', text + two.replace('"replicas": 2', '"replicas": 1'))
    await expect.poll(() => subnet.last('protocol', ({ protocol }) => protocol === 'two')?.replicas, PATIENCE).toBe(1)
    expect((await subnet.echo('b', 'SecondProtocol'))['pid']).toBe(pid)
  })

  it('reports a manifest that breaks and goes on with its last good version', async () => {
    await subnet.write('four.yaml', manifest('four', { service: 'FourthProtocol' }))
    await subnet.untilProtocol('four', 'ready')
    await subnet.write('four.yaml', manifest('four', { service: 'FourthProtocol' }).replace('"worker"', '"woker"'))
    const broken = await subnet.until('manifest', ({ kind }) => kind === 'invalid')
    expect(broken).toMatchObject({ protocol: 'four', message: expect.stringMatching(/four\.yaml.*spec\.woker: unknown field; did you mean "worker"\?/s) as string })
    expect((await subnet.echo('d', 'FourthProtocol'))['text']).toBe('d')
    await subnet.write('four.yaml', manifest('four', { service: 'FourthProtocol', proto: 'syntax = "proto3"; message {' }))
    expect((await subnet.until('manifest', ({ kind, message }) => kind === 'invalid' && message.includes('line 1'))).protocol).toBe('four')
    expect((await subnet.echo('d', 'FourthProtocol'))['text']).toBe('d')
    await subnet.write('four.yaml', manifest('four', { service: 'FourthProtocol' }))
    await subnet.until('manifest', ({ kind }) => kind === 'fixed')
    await subnet.remove('four.yaml')
    await subnet.until('protocol', ({ protocol, phase }) => protocol === 'four' && phase === 'removed')
  })

  it('refuses the younger of two protocols with one handler, says so, and disturbs nobody', async () => {
    const before = await subnet.echo('a')
    await subnet.write('zzz.yaml', manifest('thief', { mark: 'stolen:' }))
    const { message, protocol } = await subnet.until('manifest', ({ kind }) => kind === 'refused')
    expect(protocol).toBe('thief')
    expect(message).toMatch(/UpProtocol\.rpc_echo.*already served by protocol "one".*handlerPrefix/s)
    expect(await subnet.echo('a')).toEqual(before)
    await subnet.remove('zzz.yaml')
  })

  it('tells health, readiness, metrics and status over HTTP', async () => {
    const http = JSON.parse(await (await fetch(`http://${await httpOf(subnet)}/readyz`)).text()) as Record<string, unknown>
    expect(http).toMatchObject({ ready: true, gateway: 'ready', protocols: { one: 'ready', two: 'ready' } })
    const metrics = await (await fetch(`http://${await httpOf(subnet)}/metrics`)).text()
    expect(metrics).toMatch(/subnetes_local_workers_ready\{protocol="one"\} 1/)
    const status = await fetchStatus(await httpOf(subnet))
    expect(status.protocols.find(({ name }) => name === 'one')).toMatchObject({ phase: 'ready', replicas: 1, workers: [{ phase: 'ready', slots: 4 }] })
    expect((await fetch(`http://${status.gateway.http}/readyz`)).status).toBe(200)
  })
})

async function httpOf (subnet: UpSubnet): Promise<string> {
  return (await subnet.until('http')).address
}
