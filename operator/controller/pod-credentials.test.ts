/** The files that a kubelet mounts, read against a server that looks at the token. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startKubeServer } from '../../test/support/kube-server.ts'
import type { KubeServer } from '../../test/support/kube-server.ts'
import { ApiClient } from './api-client.ts'
import { ClusterConnection } from './cluster-connection.ts'
import { Kinds } from './kinds.ts'
import { PodCredentials, podCredentials } from './pod-credentials.ts'
import { RequestLimiter } from './request-limiter.ts'

let folder: string
let server: KubeServer
let connection: ClusterConnection

function authorityOf ({ config }: KubeServer): string {
  return Buffer.from(config.getCurrentCluster()?.caData ?? '', 'base64').toString()
}

async function mount (token: string, ca: string): Promise<void> {
  await writeFile(join(folder, 'token'), `${token}\n`)
  await writeFile(join(folder, 'ca.crt'), ca)
}

/** What the server is told of who calls. */
async function tokenSeen (): Promise<string | undefined> {
  let seen: string | undefined
  server.next.push(({ headers }, response) => {
    seen = headers.authorization
    response.end('{"items":[]}')
  })
  await new ApiClient({ connection, limiter: new RequestLimiter({ perSecond: 1000, burst: 1000 }) }).list(Kinds.Pod)
  return seen
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subnetes-pod-'))
  server = await startKubeServer()
  const { hostname, port } = new URL(server.config.getCurrentCluster()?.server ?? '')
  connection = new ClusterConnection(new PodCredentials({ host: hostname, port, folder }))
})

afterEach(async () => {
  await connection.close()
  await server.close()
  await rm(folder, { recursive: true })
})

describe('the credentials of a pod', () => {
  it('are the mounted token, over connections that trust the mounted authority', async () => {
    await mount('first', authorityOf(server))
    expect(await tokenSeen()).toBe('Bearer first')
  })

  it('follow the files: a new token on the same connections, a new authority on new ones', async () => {
    await mount('first', authorityOf(server))
    const { dispatcher } = await connection.get()
    await mount('second', authorityOf(server))
    connection.invalidate()
    expect(await tokenSeen()).toBe('Bearer second')
    expect((await connection.get()).dispatcher === dispatcher).toBe(true)
    const other = await startKubeServer()
    await mount('second', `${authorityOf(server)}\n${authorityOf(other)}`)
    await other.close()
    connection.invalidate()
    expect((await connection.get()).dispatcher === dispatcher).toBe(false)
    expect(await tokenSeen()).toBe('Bearer second')
  })

  it('refuse a server of another authority', async () => {
    const other = await startKubeServer()
    await mount('first', authorityOf(other))
    await other.close()
    await expect(tokenSeen()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringMatching(/certificate/) as string })
  })

  it('name the file that is gone', async () => {
    await expect(tokenSeen()).rejects.toMatchObject({ code: 'unauthenticated', message: expect.stringContaining(join(folder, 'token')) as string })
  })

  it('are there only in a pod with a service account, also on IPv6', async () => {
    expect(podCredentials({}, folder)).toBeUndefined()
    const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' }
    expect(podCredentials(env, folder)).toBeUndefined()
    await mount('first', 'ca')
    expect(podCredentials(env, folder)?.server()).toBe('https://[fd00::1]:443')
  })
})
