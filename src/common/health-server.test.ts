import { afterEach, describe, expect, it } from 'vitest'
import { HttpStatusServer } from './health-server.ts'
import type { HttpStatusServerInit } from './health-server.ts'
import { silentLogger } from './logger.ts'

const running: HttpStatusServer[] = []

async function serve (init: Partial<HttpStatusServerInit> = {}): Promise<string> {
  const server = new HttpStatusServer({ listen: '127.0.0.1:0', readiness: () => ({ ready: true }), logger: silentLogger, ...init })
  running.push(server)
  await server.start()
  return `http://${server.address}`
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
})

describe('HttpStatusServer', () => {
  it('says in words why the process is not ready', async () => {
    const url = await serve({ readiness: () => ({ ready: false, detail: { compute: 'starting' } }) })
    const answer = await fetch(`${url}/readyz`)
    expect(answer.status).toBe(503)
    expect(await answer.json()).toEqual({ ready: false, compute: 'starting' })
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })

  it('serves metrics with their content type and further routes', async () => {
    const url = await serve({
      metrics: { contentType: 'text/plain; version=0.0.4', render: async () => 'up 1\n' },
      routes: { '/drain': async () => ({ status: 200, body: '{"idle":true}' }) }
    })
    const metrics = await fetch(`${url}/metrics`)
    expect([metrics.headers.get('content-type'), await metrics.text()]).toEqual(['text/plain; version=0.0.4', 'up 1\n'])
    expect(await (await fetch(`${url}/drain`, { method: 'POST' })).json()).toEqual({ idle: true })
  })

  it('names the paths there are when asked for another', async () => {
    const answer = await fetch(`${await serve()}/nope`)
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('/healthz')])
  })

  it('aborts a waiting route when the asker leaves', async () => {
    const left = Promise.withResolvers<void>()
    const asked = Promise.withResolvers<void>()
    const url = await serve({
      routes: {
        '/wait': async (signal) => {
          asked.resolve()
          await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
          left.resolve()
          return { status: 200, body: '' }
        }
      }
    })
    const asker = new AbortController()
    const request = fetch(`${url}/wait`, { signal: asker.signal }).catch(() => {})
    await asked.promise
    asker.abort()
    await Promise.all([left.promise, request])
  })

  it('names the address when it is taken, and the way out', async () => {
    const url = await serve()
    const listen = url.slice('http://'.length)
    await expect(serve({ listen })).rejects.toThrow(`cannot serve HTTP on ${listen}: the port is in use; stop the other process or choose another port (0 picks a free one)`)
  })
})
