/** The operator process: reads the environment, composes, works until a signal, the end of its parent or of its leadership. */
import { SubnetesError, runUntilSignal } from '@subnetes/common'
import type { Startable } from '@subnetes/common'
import { HttpStatusServer } from '@subnetes/common/health-server'
import { pinoLogger } from '@subnetes/common/pino'
import { prometheusMetrics } from '@subnetes/common/prometheus'
import { loadOperatorConfig } from './config.ts'
import { ApiClient } from './controller/api-client.ts'
import { defaultConnection } from './controller/cluster-connection.ts'
import { RequestLimiter } from './controller/request-limiter.ts'
import { EventLoopWatch } from './event-loop-watch.ts'
import { HeapKeeper } from './heap-keeper.ts'
import { Operator } from './operator.ts'

/** Below the 30 s that a pod gets by default. */
const FORCE_MS = 20_000

async function main (): Promise<number> {
  const config = loadOperatorConfig(process.env)
  const logger = pinoLogger({ level: config.logLevel, base: { process: 'operator', pod: config.podName } })
  const metrics = prometheusMetrics()
  const connection = await defaultConnection()
  const limiter = new RequestLimiter({ perSecond: config.apiQps, burst: config.apiBurst })
  const operator = new Operator(config, { client: new ApiClient({ connection, limiter }), logger, metrics })
  const loop = new EventLoopWatch()
  const http = new HttpStatusServer({ listen: config.http, readiness: () => operator.readiness(), unhealthy: () => loop.problem(), metrics, logger })
  const cluster: Startable = { start: async () => {}, stop: async () => await connection.close() }
  const announce: Startable = {
    start: async () => {
      const where = { control: operator.controlAddress, http: http.address }
      logger.info('operator listening', where)
      process.send?.({ type: 'listening', ...where })
    },
    stop: async () => {}
  }
  const code = await runUntilSignal([loop, new HeapKeeper(), http, cluster, operator, announce], {
    forceMs: FORCE_MS,
    until: operator.ended,
    onError: (error) => logger.error('operator did not stop cleanly', { error: SubnetesError.from(error).message })
  })
  logger.info('operator stopped', { code })
  return code
}

try {
  process.exit(await main())
} catch (error) {
  process.stderr.write(`operator: ${SubnetesError.from(error).message}\n`)
  process.exit(1)
}
