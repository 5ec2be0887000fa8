/** The gateway process: reads the environment, composes, serves until a signal or the end of its parent. */
import { readFile } from 'node:fs/promises'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { SubnetesError, TlsFiles, operatorTlsName, runUntilSignal } from '@subnetes/common'
import { HttpStatusServer } from '@subnetes/common/health-server'
import { pinoLogger } from '@subnetes/common/pino'
import { prometheusMetrics } from '@subnetes/common/prometheus'
import { ControlClient } from '@subnetes/control'
import { grpcDispatcher } from '@subnetes/dispatch'
import { createNode, dhtAnnouncer, keepIdentity, serveMethod } from '@subnetes/rpc'
import { GatewayAccess } from './access.ts'
import { loadGatewayConfig } from './config.ts'
import { Gatekeeper } from './gatekeeper.ts'
import { Gateway } from './gateway.ts'
import { memoryJobs, redisJobs } from './jobs/open-jobs.ts'
import { heldBytes } from './limits-config.ts'
import { keepEndpoints } from './kept-endpoints.ts'
import { loadModules } from './modules.ts'
import { dhtPeers } from './peers.ts'
import { openSharedState } from './shared-state.ts'
import { fileSnapshot, noSnapshot } from './snapshot.ts'
import { openStakeOracle } from './stake.ts'
import type { Logger, Startable } from '@subnetes/common'
import type { PrometheusMetrics } from '@subnetes/common/prometheus'
import type { ControlClientListener } from '@subnetes/control'
import type { SubnetNode } from '@subnetes/rpc'
import type { GatewayConfig } from './config.ts'

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
  const { listen, announce, bootstrap, withoutSpeedups } = config
  const node = await createNode({ privateKey, listen, announce, bootstrap, dht: 'server', logger, withoutSpeedups, maxConnections: config.limits.maxConnections, connections: gatekeeper.policy })
  gatekeeper.watch(node)
  const gateway = new Gateway({ ...compose(config, node, { logger, metrics, tls }), access, gatekeeper, rates: shared?.rates, modules }, { ...config, version: await ownVersion() })
  const http = new HttpStatusServer({ listen: config.http, readiness: () => gateway.readiness(), metrics, logger })
  const code = await runUntilSignal([standing([oracle, tls, shared]), gatekeeper, http, gateway, listening(node, http, logger)], {
    forceMs: config.drainMs + FORCE_AFTER_DRAIN_MS,
    onError: (error) => logger.error('shutdown incomplete', { error: SubnetesError.from(error).message })
  })
  logger.info('gateway stopped', { code })
  return code
}

interface Base { readonly logger: Logger, readonly metrics: PrometheusMetrics, readonly tls: TlsFiles | undefined }

function compose (config: GatewayConfig, node: SubnetNode, { logger, metrics, tls }: Base): Omit<ConstructorParameters<typeof Gateway>[0], 'access' | 'gatekeeper' | 'modules'> {
  const { control, stateDir, maxCallsPerPeer, maxCalls } = config
  const dispatcher = grpcDispatcher({ tls })
  const controlTls = tls === undefined ? undefined : { source: tls, serverName: operatorTlsName(config.namespace) }
  return {
    node,
    logger,
    metrics,
    dispatcher,
    openJobs: config.redis === undefined ? memoryJobs() : redisJobs({ url: config.redis }),
    serve: async (init) => await serveMethod(node, { ...init, logger, limits: { maxCallsPerPeer, maxCalls, ...heldBytes(config.limits) } }),
    control: control === undefined
      ? undefined
      : (listener, hello) => {
          const open = (told: ControlClientListener): ControlClient => new ControlClient({ address: control, listener: told, hello, logger, tls: controlTls })
          // Without TLS nobody could tell who has an address by now.
          return tls === undefined || stateDir === undefined ? open(listener) : keepEndpoints({ folder: stateDir, peerId: node.peerId.toString(), logger, open }, listener)
        },
    announcer: dhtAnnouncer(node, logger),
    peers: dhtPeers(node),
    snapshot: stateDir === undefined ? noSnapshot : fileSnapshot({ folder: stateDir, peerId: node.peerId.toString(), logger })
  }
}

/** What stands before the node does, and until it is gone. */
function standing (components: ReadonlyArray<Startable | undefined>): Startable {
  return {
    start: async () => {},
    stop: async () => { for (const component of components) await component?.stop() }
  }
}

/** Says where this gateway is: to the log, and to the parent that forked it. */
function listening (node: SubnetNode, http: HttpStatusServer, logger: Logger): Startable {
  return {
    start: async () => {
      const where = { peerId: node.peerId.toString(), multiaddrs: node.getMultiaddrs().map(String), http: http.address ?? '' }
      logger.info('gateway listening', where)
      process.send?.({ type: 'listening', ...where })
    },
    stop: async () => {}
  }
}

async function ownVersion (): Promise<string> {
  const text = await readFile(new URL('./package.json', import.meta.url), 'utf8').catch(() => '{}') // a build without the file still serves
  return (JSON.parse(text) as { version?: string }).version ?? 'unknown'
}

try {
  process.exit(await main())
} catch (error) {
  process.stderr.write(`gateway: ${SubnetesError.from(error).message}\n`)
  process.exit(1)
}
