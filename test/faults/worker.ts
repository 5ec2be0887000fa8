/** A worker of the fault test. Writes every start and end of an execution to the file FAULTS_LOG: `start JOB ATTEMPT EXECUTION`, `end EXECUTION`. */
import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { delay } from '@subnetes/common'
import { serveWorker } from '@subnetes/worker'
import type { Message } from '@subnetes/proto'
import type { WorkerContext } from '@subnetes/worker'
import { WORK_PROTO, digestOf } from './work-service.ts'

const log = process.env['FAULTS_LOG'] ?? ''

function begin ({ jobId, attempt }: WorkerContext): string {
  const execution = randomUUID()
  appendFileSync(log, `start ${jobId ?? '-'} ${attempt} ${execution}\n`)
  return execution
}

async function rpc_work (request: Message, context: WorkerContext): Promise<Message> {
  const { number, ms } = request as { number: number, ms: number }
  const execution = begin(context)
  await delay(ms, { signal: context.signal })
  appendFileSync(log, `end ${execution}\n`)
  return { part: 0, digest: digestOf(number, 0), execution }
}

async function * rpc_parts (request: Message, context: WorkerContext): AsyncGenerator<Message> {
  const { number, ms, parts } = request as { number: number, ms: number, parts: number }
  const execution = begin(context)
  for (let part = 0; part < parts; part++) {
    await delay(ms / parts, { signal: context.signal })
    yield { part, digest: digestOf(number, part), execution }
  }
  appendFileSync(log, `end ${execution}\n`)
}

await serveWorker({ proto: WORK_PROTO, handlers: { rpc_work, rpc_parts } })
