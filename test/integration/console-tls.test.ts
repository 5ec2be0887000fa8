/** A console process by mutual TLS, as in a cluster: with its operators, and while there is none. */
import { afterEach, describe, expect, it } from 'vitest'
import { Env } from '@subnetes/common'
import type { ConsoleView } from '@subnetes/console'
import { ControlServer } from '@subnetes/control'
import { protocolSeen, snapshotSeen } from '../fixtures/console-snapshot.ts'
import { createCa, secretFolder, tlsStore } from '../support/certificates.ts'
import type { TestCa } from '../support/certificates.ts'
import { eventually } from '../support/eventually.ts'
import { runToEnd, startConsole } from '../support/processes.ts'

const cleanups: Array<() => unknown> = []
afterEach(async () => { for (const cleanup of cleanups.splice(0).reverse()) await cleanup() })

async function operator (ca: TestCa, decider: string, address = '127.0.0.1:0'): Promise<{ server: ControlServer, address: string }> {
  const snapshot = snapshotSeen({ decider, protocols: [protocolSeen('one')] })
  const server = new ControlServer({ tls: { source: tlsStore(await ca.issue({ names: ['operator.subnetes'] })), clients: ['gateway.subnetes'] }, console: { snapshot: () => snapshot, clients: ['console.subnetes'] } })
  cleanups.push(async () => await server.stop())
  return { server, address: await server.listen(address) }
}

async function start (ca: TestCa, control: string, name: string): Promise<(what: string, fits: (view: ConsoleView) => boolean) => Promise<ConsoleView>> {
  const folder = await secretFolder(await ca.issue({ names: [name] }))
  cleanups.push(folder.remove)
  const started = await startConsole({ [Env.Control]: control, [Env.TlsDir]: folder.path, [Env.Namespace]: 'subnetes' })
  cleanups.push(async () => { expect(await started.stop()).toBe(0) })
  return async (what, fits) => await eventually(what, async () => {
    const view = await (await fetch(`http://${started.where.http}/api/snapshot`)).json() as ConsoleView
    return fits(view) ? view : undefined
  }, 20_000)
}

describe('a console process by mutual TLS', () => {
  it('finds the leader, keeps its last picture while nobody leads, and finds the next', async () => {
    const ca = await createCa()
    const [leader, standby] = [await operator(ca, 'operator-0'), await operator(ca, 'operator-1')]
    standby.server.follow(leader.address)
    const view = await start(ca, standby.address, 'console.subnetes')
    expect((await view('the picture of the leader', ({ link }) => link.isUp)).snapshot).toMatchObject({ decider: 'operator-0', protocols: [{ name: 'one' }] })
    standby.server.follow(undefined)
    await leader.server.stop()
    const lost = await view('that nobody is reached', ({ link }) => !link.isUp)
    expect(lost).toMatchObject({ link: { error: expect.stringMatching(/stops|nobody leads/) as string }, snapshot: { decider: 'operator-0' } })
    standby.server.lead(2)
    const found = await view('the picture of the next', ({ link }) => link.isUp)
    expect(found.snapshot?.decider).toBe('operator-1')
    expect(found.recent.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['link']))
  }, 60_000)

  it('is refused with the certificate of somebody else, in words', async () => {
    const ca = await createCa()
    const { address } = await operator(ca, 'operator-0')
    const view = await start(ca, address, 'inference.subnetes')
    const { link, snapshot } = await view('why', (each) => each.link.error.includes('certificate'))
    expect([link.error, snapshot]).toEqual([expect.stringContaining('the client certificate is for inference.subnetes; allowed here is gateway.subnetes or console.subnetes') as string, undefined])
  }, 60_000)

  it('does not start with a wrong setting, and says which', async () => {
    const { code, output } = await runToEnd('src/console/main.ts', { [Env.Control]: 'nowhere' })
    expect([code, output]).toEqual([1, 'console: environment variable SUBNETES_CONTROL is "nowhere"; allowed are HOST:PORT (as 127.0.0.1:50051) and unix:PATH\n'])
  })
})
