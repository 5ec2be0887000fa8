import { silentLogger } from '@subnetes/common'
import type { Startable } from '@subnetes/common'
import { memoryJobStore } from '@subnetes/dispatch'
import { describeJobQueue, plainSlots } from './job-queue.suite.ts'

describeJobQueue({
  name: 'memory',
  setup: async (limits) => {
    const store = memoryJobStore({ protocol: 'p', limits })
    const open: Startable[] = []
    const started = async <T extends Startable>(component: T): Promise<T> => {
      open.unshift(component)
      await component.start()
      return component
    }
    return {
      queue: async () => await started(store.queue()),
      consumer: async ({ handler, slots = 4 }) => await started(store.consumer({ logger: silentLogger, slots: plainSlots(slots), handler })),
      teardown: async () => { for (const component of open.splice(0)) await component.stop() }
    }
  }
})
