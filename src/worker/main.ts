/** The runner process: stands before a compute written in any language. Configuration: docs/worker-contract.md. */
import { SubnetesError, runUntilSignal } from '@subnetes/common'
import type { Startable } from '@subnetes/common'
import { HttpStatusServer } from '@subnetes/common/health-server'
import { pinoLogger } from '@subnetes/common/pino'
import { prometheusMetrics } from '@subnetes/common/prometheus'
import { supervisedCompute } from './compute-supervisor.ts'
import { loadComputeConfig, loadRunnerConfig } from './config.ts'
import { remoteCompute } from './remote-compute.ts'
import { Runner } from './runner.ts'

/** Time after the drain for compute to end and connections to close. */
const STOP_MARGIN_MS = 10_000

async function main (): Promise<number> {
  const config = loadRunnerConfig(process.env)
  const computeConfig = loadComputeConfig(process.env)
  const logger = pinoLogger({ level: config.logLevel, base: { process: 'runner', workerId: config.workerId, protocol: config.protocol } })
  const metrics = prometheusMetrics()
  const compute = computeConfig.command.length > 0
    ? supervisedCompute({ ...computeConfig, workerId: config.workerId, env: process.env, logger })
    : remoteCompute(computeConfig.listen ?? '', { logger }, computeConfig)
  const runner = new Runner({ config, compute, logger, metrics })
  const http = config.httpListen === undefined
    ? undefined
    : new HttpStatusServer({
      listen: config.httpListen,
      readiness: () => runner.readiness(),
      routes: { '/drain': (signal) => runner.drainRequest(signal) },
      metrics,
      logger
    })
  const announce: Startable = {
    start: async () => { process.send?.({ type: 'listening', address: runner.address, ...(http === undefined ? {} : { http: http.address }) }) },
    stop: async () => {}
  }
  return await runUntilSignal([compute, ...(http === undefined ? [] : [http]), runner, announce], {
    forceMs: config.drainMs + STOP_MARGIN_MS,
    onError: (error) => logger.error('runner did not stop cleanly', { error: SubnetesError.from(error).message })
  })
}

try {
  process.exitCode = await main()
  process.channel?.unref() // a parent that still listens keeps nobody alive
} catch (error) {
  process.stderr.write(`subnetes runner: ${SubnetesError.from(error).message}\n`)
  process.exitCode = 1
}
