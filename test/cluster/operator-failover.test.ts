/** Several operators: one leads, the others send gateways to it; when it dies, calls go on and another takes over. Real processes throughout. */
import { delay } from '@subnetes/common'
import { ControlClient } from '@subnetes/control'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ListeningProcess, OperatorWhere } from '../support/processes.ts'
import { Installation, upProtocol } from './harness/installation.ts'
import { eventually } from './harness/program.ts'

let net: Installation

beforeAll(async () => {
  net = await Installation.start()
  await Promise.all([net.startOperator(), net.startOperator()])
  await net.startGateway()
  await net.apply(upProtocol('echo'))
  await net.until('echo', 'Ready', 'True AllReady')
})

afterAll(async () => { await net?.stop() })

type Operator = ListeningProcess<OperatorWhere>

async function withRole (role: string, of: readonly Operator[] = net.operators): Promise<Operator> {
  return await eventually(`a ${role}`, async () => {
    const roles = await Promise.all(of.map(async (operator) => ({ operator, ...await net.readiness(operator).catch(() => ({ role: 'gone' })) })))
    return roles.find((each) => each.role === role)?.operator
  }, 40_000)
}

/** Calls again and again until it is disposed, or one has failed. */
class Calls implements AsyncDisposable {
  count = 0
  failure: unknown
  #isStopped = false
  readonly #running = this.#run()

  async [Symbol.asyncDispose] (): Promise<void> {
    this.#isStopped = true
    await this.#running
  }

  async #run (): Promise<void> {
    while (!this.#isStopped && this.failure === undefined) {
      await net.echo(String(this.count)).then(() => { this.count += 1 }, (error: unknown) => { this.failure = error })
      await delay(20)
    }
  }
}

describe('of two operators', () => {
  it('one leads, and both are ready', async () => {
    const [leader, follower] = [await withRole('leader'), await withRole('standby')]
    expect(await net.readiness(leader)).toMatchObject({ status: 200, leader: leader.where.control })
    await eventually('the follower knows the leader', async () => (await net.readiness(follower)).leader === leader.where.control || undefined)
    expect((await net.lease()).metadata.annotations).toMatchObject({ 'subnetes.dev/control-address': leader.where.control })
    const metrics = await (await fetch(`http://${leader.where.http}/metrics`)).text()
    expect(metrics).toMatch(/leader_election_master_status\{name="net-operator"\} 1/)
    expect(metrics).toMatch(/controller_runtime_reconcile_total\{controller="protocol",result="success"\} [1-9]/)
    expect((await fetch(`http://${follower.where.http}/healthz`)).status).toBe(200)
  })

  it('the other sends a gateway that asks it to the leader', async () => {
    const follower = await withRole('standby')
    const told: string[] = []
    const hello = { peerId: 'stranger', multiaddrs: [], ordinal: 99, version: '1' }
    const client = new ControlClient({ address: follower.where.control, hello: () => hello, listener: { onProtocol: ({ name }) => told.push(name) } })
    await client.start()
    await eventually('it knows everything', () => client.isSynced || undefined)
    await client.stop()
    expect(told).toContain('echo')
    expect((await net.readiness(follower)).role).toBe('standby')
  })

  it('another leads within 20 s of the death of the first, gateways serve all the while, and are led again', async () => {
    const [leader, follower] = [await withRole('leader'), await withRole('standby')]
    const { term } = await net.readiness(leader)
    await using calls = new Calls()
    const killedAt = performance.now()
    await leader.stop('SIGKILL')
    await withRole('leader', [follower])
    const tookMs = performance.now() - killedAt
    // What only a leader that gateways listen to can bring about.
    await net.apply(upProtocol('after', { service: 'AfterProtocol' }))
    await net.until('after', 'Ready', 'True AllReady')
    await net.until('after', 'GatewayRegistered', 'True AllRegistered')
    const servedMs = performance.now() - killedAt
    expect((await net.echo('x', { service: 'AfterProtocol' }))['text']).toBe('after:x')
    expect(calls.failure).toBeUndefined()
    expect(tookMs).toBeLessThan(20_000)
    expect((await net.readiness(follower)).term).toBeGreaterThan(term)
    console.log(`operator killed: the next one led after ${Math.round(tookMs)} ms, a new Protocol was served after ${Math.round(servedMs)} ms; ${calls.count} calls meanwhile, none failed`)
  }, 180_000)

  it('a leader that stops in order gives its place back at once', async () => {
    const successor = await net.startOperator()
    const leader = await withRole('leader')
    await withRole('standby', [successor])
    await using calls = new Calls()
    const stoppedAt = performance.now()
    expect(await leader.stop('SIGTERM')).toBe(0)
    await withRole('leader', [successor])
    const tookMs = performance.now() - stoppedAt
    expect(calls.failure).toBeUndefined()
    expect(tookMs).toBeLessThan(10_000)
    console.log(`operator stopped: the next one led after ${Math.round(tookMs)} ms; ${calls.count} calls meanwhile, none failed`)
  }, 120_000)

  it('one that has lost the Lease ends, and says why', async () => {
    const leader = await withRole('leader')
    const exit = new Promise<number | null>((resolve) => { leader.child.once('exit', (code) => resolve(code)) })
    const lease = await net.lease()
    await net.client.merge({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', plural: 'leases', namespaced: true }, { namespace: 'default', name: lease.metadata.name }, {
      patch: { spec: { holderIdentity: 'thief' } }, fieldManager: 'test'
    })
    expect(await exit).toBe(1)
    expect(leader.output()).toContain('this operator no longer leads')
  })
})
