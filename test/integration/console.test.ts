/** The console beside a real `subnetes up`: a gateway, a worker and a peer that calls. Real processes throughout. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConsoleView } from '@subnetes/console'
import { PATIENCE, UpSubnet, fetchStatus, isRunning, manifest, subnetes } from '../fixtures/up-subnet.ts'
import { eventOf, eventsOf } from '../support/event-stream.ts'

let subnet: UpSubnet
let url: string

beforeAll(async () => {
  subnet = await UpSubnet.start({ 'one.yaml': manifest('one') }, ['--console', '127.0.0.1:0'])
  await subnet.untilProtocol('one', 'ready')
  url = (await subnet.until('console', ({ phase }) => phase === 'ready')).url
})

afterAll(async () => { await subnet?.[Symbol.asyncDispose]() })

/** The protocol of a `view` event; undefined for other events, and before there is one. */
function protocolIn ({ type, data }: { readonly type: string, readonly data: unknown }, name = 'one'): NonNullable<ConsoleView['snapshot']>['protocols'][number] | undefined {
  return type === 'view' ? (data as ConsoleView).snapshot?.protocols.find((protocol) => protocol.name === name) : undefined
}

describe('the console of subnetes up', () => {
  it('shows the protocol with its worker and the gateway', async () => {
    const event = await eventOf(`${url}/events`, (each) => protocolIn(each)?.phase === 'ready')
    const { snapshot, link } = event.data as ConsoleView
    expect(link.isUp).toBe(true)
    expect(protocolIn(event)).toMatchObject({ namespace: '', replicas: 1, workers: [{ id: 'one-1', state: 'ready', slots: 4 }], scaling: { mode: 'Internal' }, problems: [] })
    expect(snapshot).toMatchObject({ decider: 'subnetes up', gateways: [{ id: 'gateway', connected: true, multiaddrs: [subnet.address] }] })
  })

  it('counts calls of peers, and shows them in its history', async () => {
    const before = protocolIn(await eventOf(`${url}/events`, (each) => protocolIn(each) !== undefined))?.load.finished ?? 0
    await subnet.echo('a')
    await subnet.echo('b')
    let hasRate = false
    let finished = before
    for await (const event of eventsOf(`${url}/events`)) {
      finished = protocolIn(event)?.load.finished ?? finished
      // Until it has been seen, more is called: a point of the history lies between two others.
      if (event.type === 'view' && !hasRate) await subnet.echo('c')
      if (event.type === 'sample') hasRate ||= ((event.data as { values: Record<string, number[]> }).values['/one']?.[0] ?? 0) > 0
      if (hasRate && finished >= before + 2) break
    }
    expect(hasRate).toBe(true)
  })

  it('tells of another count, and of a lost worker, with why', async () => {
    await subnet.write('one.yaml', manifest('one', { replicas: 2 }))
    const scaled = await eventOf(`${url}/events`, ({ type, data }) => type === 'view' && (data as ConsoleView).recent.some(({ kind }) => kind === 'scale'))
    expect((scaled.data as ConsoleView).recent.find(({ kind }) => kind === 'scale')).toMatchObject({ protocol: '/one', text: expect.stringMatching(/^1 → 2 workers/) as string })
    process.kill(subnet.last('worker', ({ worker }) => worker === 'one-1')?.pid ?? 0, 'SIGKILL')
    const lost = await eventOf(`${url}/events`, ({ type, data }) => type === 'view' && (data as ConsoleView).recent.some(({ kind }) => kind === 'worker'))
    expect((lost.data as ConsoleView).recent.find(({ kind }) => kind === 'worker')?.text).toMatch(/^one-1 (?:is down: .*SIGKILL|was started again)/)
  })

  it('is in the status, comes back at its address when it dies, and disturbs nobody', async () => {
    const { address } = await subnet.until('http')
    const before = (await fetchStatus(address)).console
    expect(before).toMatchObject({ phase: 'ready', url })
    process.kill(before.pid, 'SIGKILL')
    await subnet.until('exit', ({ process: name }) => name === 'console')
    expect((await subnet.echo('d'))['text']).toBe('d')
    await expect.poll(async () => (await fetchStatus(address)).console, PATIENCE).toMatchObject({ phase: 'ready', url })
    expect((await fetchStatus(address)).console.pid).not.toBe(before.pid)
    const { stdout } = await subnetes(['status', '--state', `${subnet.folder}/.state`])
    expect(stdout).toContain(`console  ready      ${url}`)
  })

  it('ends with the subnet', async () => {
    const { pid } = subnet.last('console', ({ phase }) => phase === 'ready') ?? {}
    subnet.process.kill('SIGTERM')
    expect(await subnet.exited).toBe(0)
    expect(isRunning(pid ?? 0)).toBe(false)
  })
})

describe('subnetes up --console', () => {
  it('refuses what no browser can open', async () => {
    const { code, stderr } = await subnetes(['up', '-f', subnet.folder, '--console', 'unix:/tmp/x'])
    expect([code, stderr]).toEqual([2, 'subnetes: --console is "unix:/tmp/x"; allowed is HOST:PORT (as 127.0.0.1:8080), for a browser to open\n'])
  })
})
