/** Where jobs are kept: Redis when the installation has one, else this process's memory. */
import { memoryJobStore } from '@subnetes/dispatch'
import type { JobSlots } from '@subnetes/dispatch'
import type { OpenJobs } from './job-desk.ts'

/** Jobs on the installation's Redis, run by the workers' own runners. BullMQ is loaded only by gateways that use it. */
export function redisJobs (init: { url: string }): OpenJobs {
  return async ({ protocol, namespace, limits, logger }) => {
    const { bullmqJobQueue } = await import('@subnetes/dispatch/bullmq')
    const queue = bullmqJobQueue({ url: init.url, namespace, protocol, limits })({ logger })
    await queue.start()
    return { queue, close: async () => await queue.stop() }
  }
}

/** Jobs in memory, brought to workers through the gateway's dispatcher like calls; they do not survive the gateway. */
export function memoryJobs (): OpenJobs {
  return async ({ protocol, limits, logger, run, slots }) => {
    const store = memoryJobStore({ protocol, limits })
    const queue = store.queue()
    const consumer = store.consumer({ logger, handler: run, slots: boundedSlots(slots) })
    await consumer.start()
    return { queue, waiting: store.waiting, close: async () => await consumer.stop() }
  }
}

/** A worker that came meanwhile gets its first job within this time. */
const LOOK_AGAIN_MS = 500

/** As many jobs at once as there are slots (one while no worker is ready: its call is what wakes the pool). The dispatcher orders them among the calls. */
function boundedSlots (slots: () => number): JobSlots {
  let taken = 0
  const waiting: Array<() => void> = []
  return {
    acquire: async ({ signal }) => {
      while (taken >= Math.max(1, slots())) await turn(waiting, signal)
      taken += 1
      return () => {
        taken -= 1
        waiting.shift()?.()
      }
    }
  }
}

async function turn (waiting: Array<() => void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onAbort = (): void => reject(signal.reason)
  const timer = setTimeout(resolve, LOOK_AGAIN_MS)
  waiting.push(resolve)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    await promise
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
    const place = waiting.indexOf(resolve)
    if (place >= 0) waiting.splice(place, 1)
  }
}
