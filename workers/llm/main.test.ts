/** The worker as a process of its own, called by grpc-js as any gRPC peer would. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, credentials } from '@grpc/grpc-js'
import type { ClientReadableStream, ServiceError } from '@grpc/grpc-js'
import { loadService } from '@subnetes/proto'
import type { Message, ServiceDefinition } from '@subnetes/proto'
import { afterAll, beforeAll, expect, test } from 'vitest'

let folder: string
let service: ServiceDefinition
const children: ChildProcess[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subnetes-llm-'))
  service = loadService({ proto: await readFile(new URL('inference.proto', import.meta.url), 'utf8') })
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

function start (env: Record<string, string>): ChildProcess {
  const child = fork(new URL('main.ts', import.meta.url), [], {
    execArgv: ['--conditions=@subnetes/source'],
    env: { PATH: process.env['PATH'], SUBNETES_LOG_LEVEL: 'warn', SUBNETES_RUNNER_LISTEN: `unix:${join(folder, `worker-${children.length}`)}`, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc']
  })
  children.push(child)
  return child
}

async function startReady (env: Record<string, string> = {}): Promise<{ child: ChildProcess, client: Client }> {
  const child = start(env)
  const [message] = await once(child, 'message', { signal: AbortSignal.timeout(20_000) }) as [{ type: string, address: string }]
  expect(message.type).toBe('listening')
  return { child, client: new Client(message.address, credentials.createInsecure()) }
}

/** A worker that must not start: its exit code and error output. */
async function startFailing (env: Record<string, string>): Promise<{ code: number, stderr: string }> {
  const child = start(env)
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => { stderr += text })
  const [code] = await once(child, 'close', { signal: AbortSignal.timeout(20_000) }) as [number]
  return { code, stderr }
}

function stream (client: Client, request: Message): ClientReadableStream<Message> {
  const method = service.methods.get('rpc_inference_stream')
  if (method === undefined) throw new Error('no such method')
  return client.makeServerStreamRequest(method.path, (message: Message) => Buffer.from(method.encodeRequest(message)), (bytes) => method.decodeResponse(bytes), request)
}

test('streams tokens as they are generated, from its own process, and ends on SIGTERM', async () => {
  const { child, client } = await startReady({ SUBNETES_WORKER_ID: 'inference-7' })
  const arrivals: number[] = []
  const responses: Message[] = []
  for await (const response of stream(client, { prompt: 'ROMEO:', max_tokens: 1000, seed: 1 })) {
    arrivals.push(performance.now())
    responses.push(response as Message)
  }
  client.close()
  expect(responses).toHaveLength(1000)
  expect(responses.at(-1)).toMatchObject({ tokens: 1000, finish_reason: 'length', seed: 1, worker_id: 'inference-7', pid: child.pid })
  expect((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(300)
  const closed = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await closed).toEqual([0, null])
})

test('errors keep their code, and a cancelled call frees the only slot', async () => {
  const { client } = await startReady()
  const tooLong = await new Promise<ServiceError>((resolve) => { stream(client, { prompt: 'x '.repeat(600) }).on('error', resolve).resume() })
  expect(tooLong).toMatchObject({ code: 3, details: expect.stringMatching(/^prompt has \d+ tokens, the start token included; the context holds 255/) as string })
  const endless = stream(client, { prompt: 'ROMEO:', max_tokens: 8000 })
  const cancelled = new Promise<ServiceError>((resolve) => { endless.on('error', resolve) })
  endless.once('data', () => endless.cancel())
  expect(await cancelled).toMatchObject({ code: 1 })
  // The slot is free as soon as the worker has seen the cancel; until then the runner refuses.
  await expect.poll(async () => await new Promise((resolve) => {
    stream(client, { prompt: 'a', max_tokens: 1 }).on('error', resolve).on('data', resolve)
  }), { timeout: 10_000, interval: 20 }).toMatchObject({ tokens: 1 })
  client.close()
})

test.each([
  [{ LLM_MODEL: '/nowhere/model.gguf' }, 'worker-llm: model file /nowhere/model.gguf does not exist; set LLM_MODEL to the path of a GGUF file'],
  [{ LLM_THREADS: 'all' }, 'worker-llm: environment variable LLM_THREADS is "all"; allowed is a whole number from 1 to 256']
])('%j ends the process at once with one line', async (env, message) => {
  const { code, stderr } = await startFailing(env)
  expect(code).toBe(1)
  expect(stderr).toContain(message)
  expect(stderr.trim().split('\n')).toHaveLength(1)
})
