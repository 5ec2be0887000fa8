/** The console process: reads the environment, composes, shows until a signal or the end of its parent. */
import { SubnetesError, TlsFiles, runUntilSignal } from '@subnetes/common'
import type { Startable } from '@subnetes/common'
import { pinoLogger } from '@subnetes/common/pino'
import { ConsoleClient } from '@subnetes/control'
import { loadConsoleConfig } from './config.ts'
import { ConsoleServer } from './console-server.ts'
import { ConsoleState } from './console-state.ts'
import { loadPageFiles } from './page-files.ts'

/** What has to end are sockets. */
const FORCE_MS = 5_000

async function main (): Promise<number> {
  const config = loadConsoleConfig(process.env)
  const logger = pinoLogger({ level: config.logLevel, base: { process: 'console' } })
  const tls = config.tls === undefined ? undefined : new TlsFiles({ folder: config.tls.folder, logger })
  const state = new ConsoleState()
  const client = new ConsoleClient({
    address: config.control,
    listener: state,
    logger,
    tls: tls === undefined || config.tls === undefined ? undefined : { source: tls, serverName: config.tls.serverName }
  })
  const server = new ConsoleServer({ listen: config.http, hosts: config.hosts }, { state, page: loadPageFiles(), logger })
  const announce: Startable = {
    start: async () => {
      logger.info('console listening', { http: server.address })
      process.send?.({ type: 'listening', http: server.address })
    },
    stop: async () => {}
  }
  const parts = [...tls === undefined ? [] : [tls], state, client, server, announce]
  const code = await runUntilSignal(parts, { forceMs: FORCE_MS, onError: (error) => logger.error('console did not stop cleanly', { error: SubnetesError.from(error).message }) })
  logger.info('console stopped', { code })
  return code
}

try {
  process.exit(await main())
} catch (error) {
  process.stderr.write(`console: ${SubnetesError.from(error).message}\n`)
  process.exit(1)
}
