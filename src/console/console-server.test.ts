import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { silentLogger } from '@subnetes/common'
import { protocolSeen, snapshotSeen } from '../../test/fixtures/console-snapshot.ts'
import { eventOf, eventsOf } from '../../test/support/event-stream.ts'
import type { ServerSentEvent } from '../../test/support/event-stream.ts'
import { ConsoleServer } from './console-server.ts'
import { ConsoleState } from './console-state.ts'
import type { ConsoleView } from './console-state.ts'
import { MAX_STREAMS } from './event-streams.ts'
import { loadPageFiles } from './page-files.ts'

const cleanups: Array<() => Promise<unknown>> = []
afterEach(async () => { for (const cleanup of cleanups.splice(0).reverse()) await cleanup() })

async function serve (hosts: readonly string[] = []): Promise<{ url: string, address: string, state: ConsoleState, server: ConsoleServer }> {
  const state = new ConsoleState()
  const server = new ConsoleServer({ listen: '127.0.0.1:0', hosts }, { state, page: loadPageFiles(), logger: silentLogger })
  await server.start()
  cleanups.push(async () => await server.stop())
  return { url: `http://${server.address}`, address: server.address, state, server }
}

/** Whatever `Host` one likes, which fetch does not let one choose. */
async function get (address: string, headers: Record<string, string>, method = 'GET'): Promise<IncomingMessage> {
  return await new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: address.split(':')[1], path: '/api/snapshot', method, headers }, (response) => { response.resume(); resolve(response) }).once('error', reject).end()
  })
}

describe('ConsoleServer', () => {
  it('serves the page and every file that it names, each with its type', async () => {
    const { url } = await serve()
    const page = await fetch(url)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    const html = await page.text()
    const files = [...html.matchAll(/(?:src|href)="(\/[\w.-]+\.\w+)"/g)].map(([, path]) => path as string)
    expect(files).toEqual(expect.arrayContaining(['/console.js', '/console.css', '/icon.svg']))
    expect(html).not.toMatch(/https?:|<script>|style=| on\w+=/)
    const seen = new Set(files)
    for (const path of seen) {
      const file = await fetch(`${url}${path}`)
      expect([path, file.status]).toEqual([path, 200])
      const text = await file.text()
      expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|eval\(/)
      if (path.endsWith('.js')) for (const [, next] of text.matchAll(/from '\.(\/[\w-]+\.js)'/g)) seen.add(next as string)
    }
    expect(seen.size).toBeGreaterThan(8)
  })

  it('lets nothing run but its own files, be framed by nobody, and be read by no other site', async () => {
    const { url } = await serve()
    for (const path of ['/', '/console.js', '/api/snapshot', '/nothing']) {
      const { headers } = await fetch(`${url}${path}`)
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'/)
      expect(headers.get('content-security-policy')).not.toContain('unsafe')
      expect([headers.get('x-content-type-options'), headers.get('cross-origin-resource-policy'), headers.get('access-control-allow-origin')]).toEqual(['nosniff', 'same-origin', null])
    }
  })

  it('answers no request by a name of strangers', async () => {
    const { address } = await serve(['console.example.org'])
    for (const [host, status] of [['evil.example', 421], ['127.0.0.1.evil.example', 421], [address, 200], ['localhost:1', 200], ['console.example.org', 200]] as const) {
      expect([host, (await get(address, { host })).statusCode]).toEqual([host, status])
    }
  })

  it('changes nothing: other methods are refused, other paths are told', async () => {
    const { url, address } = await serve()
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect([method, (await get(address, {}, method)).statusCode]).toEqual([method, 405])
    expect((await get(address, {}, 'HEAD')).statusCode).toBe(200)
    const missing = await fetch(`${url}/../package.json`)
    expect([missing.status, await missing.text()]).toEqual([404, expect.stringContaining('there are /, /events, /api/snapshot') as string])
  })

  it('is ready while nobody is reached, and says so', async () => {
    const { url, state } = await serve()
    state.onDown(new Error('connection refused'))
    const ready = await fetch(`${url}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, link: { isUp: false, sinceMs: expect.any(Number) as number, error: 'connection refused' } }])
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })

  it('streams the history, the newest picture, then what is new', async () => {
    const { url, state } = await serve()
    state.onSnapshot(snapshotSeen())
    const seen: ServerSentEvent[] = []
    for await (const event of eventsOf(`${url}/events`)) {
      seen.push(event)
      if (seen.length === 2) {
        state.onSnapshot(snapshotSeen({ protocols: [protocolSeen('late')] }))
        state.sample()
      }
      if (seen.length === 4) break
    }
    expect(seen.map(({ type }) => type)).toEqual(['history', 'view', 'view', 'sample'])
    expect((seen[2]?.data as ConsoleView).snapshot?.protocols).toMatchObject([{ name: 'late', workers: [{ id: 'late-0', state: 'ready' }] }])
    expect((seen[3]?.data as { values: object }).values).toHaveProperty('ns/late')
  })

  it('gives the same picture to whoever asks for it once', async () => {
    const { url, state } = await serve()
    state.onSnapshot(snapshotSeen({ protocols: [protocolSeen('one')] }))
    const view = await (await fetch(`${url}/api/snapshot`)).json() as ConsoleView
    expect(view).toMatchObject({ link: { isUp: true }, snapshot: { installation: 'sub in ns', protocols: [{ name: 'one', phase: 'ready' }] }, recent: [] })
  })

  it('has room for so many pages, and for another when one has gone', async () => {
    const { url } = await serve()
    const streams = await Promise.all(Array.from({ length: MAX_STREAMS }, async () => {
      const stream = eventsOf(`${url}/events`)
      await stream.next()
      return stream
    }))
    const refused = await fetch(`${url}/events`)
    expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining('close one') as string])
    await streams[0]?.return(undefined)
    await expect.poll(async () => await eventOf(`${url}/events`, ({ type }) => type === 'view').then(() => true, () => false)).toBe(true)
    for (const stream of streams) await stream.return(undefined)
  })

  it('lets pages go when it stops, and stops at once', async () => {
    const { url, server } = await serve()
    const stream = eventsOf(`${url}/events`)
    await stream.next()
    await server.stop()
    await stream.next()
    expect(await stream.next().then(({ done }) => done, () => true)).toBe(true)
  })

  it('names the address that is taken', async () => {
    const { address, state } = await serve()
    const second = new ConsoleServer({ listen: address, hosts: [] }, { state, page: new Map(), logger: silentLogger })
    await expect(second.start()).rejects.toMatchObject({ code: 'failed_precondition', message: `cannot serve the console on ${address}: the port is in use; stop the other process or choose another port (0 picks a free one)` })
  })
})
