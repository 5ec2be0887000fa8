/** The gateway process: reads the environment, composes, serves until a signal or the end of its parent. */
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { SubnetesError, TlsFiles, packageVersion, runUntilSignal } from '@subnetes/common'
import { HttpStatusServer } from '@subnetes/common/health-server'
import { pinoLogger } from '@subnetes/common/pino'
import { prometheusMetrics } from '@subnetes/common/prometheus'
import { createNode, keepIdentity } from '@subnetes/rpc'
import { GatewayAccess } from './access.ts'
import { loadGatewayConfig } from './config.ts'
import { Gatekeeper } from './gatekeeper.ts'
import { Gateway } from './gateway.ts'
import { gatewayParts } from './gateway-parts.ts'
import { listening } from './listening.ts'
import { loadModules } from './modules.ts'
import { openSharedState } from './shared-state.ts'
import { openStakeOracle } from './stake.ts'
import type { Startable } from '@subnetes/common'

/** After the drain: what remains is closing sockets. */
const FORCE_AFTER_DRAIN_MS = 10_000

async function main (): Promise<number> {
  const config = loadGatewayConfig(process.env)
  const logger = pinoLogger({ level: config.logLevel, base: { process: 'gateway' } })
  const metrics = prometheusMetrics()
  const modules = await loadModules(config.modules, process.cwd())
  const privateKey = config.identityPath === undefined ? await generateKeyPair('Ed25519') : await keepIdentity(config.identityPath, { from: config.identityFrom })
  if (config.identityPath === undefined) logger.warn('no identity file given: this peer id is new and lasts until the process ends')
  const oracle = config.stake === undefined ? undefined : openStakeOracle(config.stake, logger)
  const peerId = peerIdFromPrivateKey(privateKey).toString()
  const shared = config.redis === undefined ? undefined : await openSharedState({ ...config, url: config.redis, peerId }, { logger, metrics })
  const tls = config.tlsDir === undefined ? undefined : new TlsFiles({ folder: config.tlsDir, logger, metrics })
  await oracle?.start()
  await tls?.start()
  await shared?.start()
  const gatekeeper = new Gatekeeper(config, { oracle, logger, metrics })
  const access = new GatewayAccess({ key: privateKey, oracle, sharedNonces: shared?.nonces, rates: shared?.rates, logger })
  const { listen, announce, bootstrap, plainTransport } = config
  const node = await createNode({ privateKey, listen, announce, bootstrap, dht: 'server', logger, plainTransport, maxConnections: config.limits.maxConnections, connections: gatekeeper.policy })
  gatekeeper.watch(node)
  const parts = gatewayParts(config, node, { logger, metrics, tls })
  const gateway = new Gateway({ ...parts, access, gatekeeper, rates: shared?.rates, modules }, { ...config, version: packageVersion(import.meta.url) })
  const http = new HttpStatusServer({ listen: config.http, readiness: () => gateway.readiness(), metrics, logger })
  const code = await runUntilSignal([standing([oracle, tls, shared]), gatekeeper, http, gateway, listening(node, http, logger)], {
    forceMs: config.drainMs + FORCE_AFTER_DRAIN_MS,
    onError: (error) => logger.error('shutdown incomplete', { error: SubnetesError.from(error).message })
  })
  logger.info('gateway stopped', { code })
  return code
}

/** What stands before the node does, and until it is gone. */
function standing (components: ReadonlyArray<Startable | undefined>): Startable {
  return {
    start: async () => {},
    stop: async () => { for (const component of components) await component?.stop() }
  }
}

try {
  process.exit(await main())
} catch (error) {
  process.stderr.write(`gateway: ${SubnetesError.from(error).message}\n`)
  process.exit(1)
}
