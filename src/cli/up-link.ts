/** How other commands talk to a running `subnetes up`: HTTP on a socket that only its user can open, found by way of the state folder. */
import { createServer, request as httpRequest } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { SubnetesError, makeTemporaryFolder } from '@subnetes/common'
import type { ErrorCode } from '@subnetes/common'
import type { Twin, TwinStatus } from '@subnetes/local'

/** File in the state folder that names the socket while `up` runs. */
const SOCKET_FILE = 'up.socket'
/** Longest time that an answer may take: nothing that is asked for is waited for. */
const ANSWER_MS = 5_000
/** Longest answer. 16 MiB: the status of thousands of workers. */
const MAX_ANSWER_BYTES = 16 << 20

/** What a count was and is. */
export interface Scaled { readonly protocol: string, readonly from: number, readonly to: number, readonly mode: string, readonly isSuspended: boolean }

/** The answering end, in `subnetes up`. */
export class UpLink {
  readonly #twin: Pick<Twin, 'status' | 'scale'>
  readonly #file: string
  #server: Server | undefined
  #folder = ''

  constructor (twin: Pick<Twin, 'status' | 'scale'>, stateDir: string) {
    this.#twin = twin
    this.#file = join(stateDir, SOCKET_FILE)
  }

  async start (): Promise<void> {
    this.#folder = await makeTemporaryFolder('up')
    const socket = join(this.#folder, 'up.sock')
    const server = createServer((request, response) => {
      request.resume()
      const { status, body } = this.#answer(request)
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
    })
    this.#server = server
    await new Promise<void>((resolve, reject) => { server.once('error', reject).listen(socket, resolve) })
    await writeFile(this.#file, `${socket}\n`, { mode: 0o600 })
  }

  async stop (): Promise<void> {
    const server = this.#server
    if (server === undefined) return
    this.#server = undefined
    await rm(this.#file, { force: true })
    await new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections() })
    await rm(this.#folder, { recursive: true, force: true })
  }

  #answer ({ method, url = '' }: IncomingMessage): { status: number, body: unknown } {
    const { pathname, searchParams } = new URL(url, 'http://up')
    try {
      if (method === 'GET' && pathname === '/status') return { status: 200, body: this.#twin.status() }
      if (method === 'POST' && pathname === '/scale') return { status: 200, body: this.#scale(searchParams.get('protocol') ?? '', Number(searchParams.get('replicas'))) }
      throw new SubnetesError('unimplemented', `${method} ${pathname} is not known to this version of subnetes up; start it with the version of this command`)
    } catch (error) {
      const { code, message } = SubnetesError.from(error)
      return { status: 400, body: { error: { code, message } } }
    }
  }

  #scale (protocol: string, replicas: number): Scaled {
    const from = this.#twin.status().protocols.find(({ name }) => name === protocol)?.replicas ?? 0
    this.#twin.scale(protocol, replicas)
    const after = this.#twin.status().protocols.find(({ name }) => name === protocol)
    return { protocol, from, to: replicas, mode: after?.scaling.mode ?? '', isSuspended: after?.phase === 'suspended' && replicas > 0 }
  }
}

/** Everything as the running `up` of a state folder sees it. @throws {SubnetesError} `unavailable` when none runs there, `deadline_exceeded` when it does not answer */
export async function askStatus (stateDir: string): Promise<TwinStatus> {
  return await ask(stateDir, 'GET', '/status') as TwinStatus
}

/** Says how many workers a protocol should have. @throws {SubnetesError} `unavailable` when no `up` runs there, `deadline_exceeded` when it does not answer, `not_found` for an unknown protocol */
export async function askScale (stateDir: string, protocol: string, replicas: number): Promise<Scaled> {
  return await ask(stateDir, 'POST', `/scale?${new URLSearchParams({ protocol, replicas: String(replicas) }).toString()}`) as Scaled
}

async function ask (stateDir: string, method: string, path: string): Promise<unknown> {
  const folder = resolve(stateDir)
  const socketPath = (await readFile(join(folder, SOCKET_FILE), 'utf8').catch(() => '')).trim()
  const nobody = `no subnetes up runs with state folder ${folder}; start one, or name its folder with --state DIR`
  if (socketPath === '') throw new SubnetesError('unavailable', nobody)
  const text = await new Promise<string>((resolve, reject) => {
    const asking = httpRequest({ socketPath, method, path, signal: AbortSignal.timeout(ANSWER_MS) }, (response) => {
      collect(response).then(resolve, reject)
    })
    asking.once('error', (cause) => reject(cause.name === 'AbortError'
      ? new SubnetesError('deadline_exceeded', `subnetes up with state folder ${folder} did not answer within ${ANSWER_MS / 1000} s; it may still do what was asked: look with subnetes status`, { cause })
      : new SubnetesError('unavailable', `${nobody} (${cause.message})`, { cause })))
    asking.end()
  })
  const answer = JSON.parse(text) as { error?: { code: ErrorCode, message: string } }
  if (answer.error !== undefined) throw new SubnetesError(answer.error.code, answer.error.message)
  return answer
}

async function collect (response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    bytes += (chunk as Buffer).byteLength
    if (bytes > MAX_ANSWER_BYTES) throw new SubnetesError('resource_exhausted', `the answer of subnetes up has more than ${MAX_ANSWER_BYTES} bytes`)
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}
