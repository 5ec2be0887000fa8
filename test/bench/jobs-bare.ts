/** Bare BullMQ, the yardstick: as `jobs-bare.ts worker URL` it runs jobs, as `jobs-bare.ts caller URL` it adds them and waits for their completion notices. */
import { QueueEvents, Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { serveRounds } from './caller.ts'

const NAME = 'bare'
/** Jobs at once, as many as our worker has slots. */
const SLOTS = 64
const [, , part = '', url = ''] = process.argv
const connect = (): Redis => new Redis(url, { maxRetriesPerRequest: null })

/** Answers with the payload. */
async function serve (): Promise<void> {
  const worker = new Worker<string, string>(NAME, async (job: { readonly data: string }) => job.data, { connection: connect(), concurrency: SLOTS })
  await worker.waitUntilReady()
  process.on('disconnect', () => process.exit(0))
  process.send?.({ type: 'listening' })
}

/** One reader of completion notices and a map, not `waitUntilFinished`, which costs two listeners a job. */
async function call (): Promise<void> {
  const queue = new Queue<string, string>(NAME, { connection: connect(), defaultJobOptions: { removeOnComplete: { age: 60, count: 10_000 } } })
  const events = new QueueEvents(NAME, { connection: connect() })
  await events.waitUntilReady()
  const waiting = new Map<string, (value: unknown) => void>()
  events.on('completed', ({ jobId, returnvalue }) => {
    waiting.get(jobId)?.(returnvalue)
    waiting.delete(jobId)
  })
  let next = 0
  serveRounds({
    unary: async (request) => {
      const jobId = `${process.pid}-${next++}`
      const { promise, resolve } = Promise.withResolvers<unknown>()
      waiting.set(jobId, resolve)
      await queue.add('echo', Buffer.from(request).toString('base64'), { jobId })
      return Buffer.from(String(await promise), 'base64')
    },
    stream: () => { throw new Error('jobs are measured with one response each') }
  })
}

await (part === 'worker' ? serve() : call())
