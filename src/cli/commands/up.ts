/** `subnetes up`: a subnet on this machine, kept as its manifests say. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Option } from 'commander'
import type { Command } from 'commander'
import { STAKE_CLASSES } from '@subnetes/auth'
import { Env, LOCAL_NAMESPACE, SubnetesError, checkRedisUrl, parseAddress, silentLogger } from '@subnetes/common'
import { HttpStatusServer } from '@subnetes/common/health-server'
import { prometheusMetrics } from '@subnetes/common/prometheus'
import { DEFAULT_DRAIN_MS, Twin } from '@subnetes/local'
import type { TwinInit, TwinStatus } from '@subnetes/local'
import type { CliContext } from '../context.ts'
import { EXIT_CODE_HELP, ExitCode } from '../exit-codes.ts'
import type { ExitCodeValue } from '../exit-codes.ts'
import { collect, namespaceName, wholeNumber } from '../options.ts'
import { parseMultiaddr } from '../peer.ts'
import { openStateDir } from '../state-dir.ts'
import type { StateDir } from '../state-dir.ts'
import { createView } from '../status-view.ts'
import type { StatusView } from '../status-view.ts'
import { UpLink } from '../up-link.ts'
import { UpMetrics } from '../up-metrics.ts'

/** Loopback and a free port: whoever opens the gateway to others says so. */
const DEFAULT_LISTEN: readonly string[] = ['/ip4/127.0.0.1/tcp/0']
/** Likewise of the console. */
const DEFAULT_CONSOLE = '127.0.0.1:0'
/** Pace of the status on a terminal. */
const REDRAW_MS = 500

interface UpFlags {
  filename: string[]
  state: string
  listen?: string[]
  announce?: string[]
  bootstrap?: string[]
  module?: string[]
  http: string
  console: string | false
  drain: number
  redis?: string | false
  namespace: string
  stakeFile?: string
  stakeEndpoint?: string[]
  stakeSubnet?: number
  requireStake?: string
  json?: boolean
}

/** Adds `up`. */
export function addUpCommand (program: Command, context: CliContext, finish: (code: ExitCodeValue) => void): void {
  program.command('up')
    .description('Starts a gateway and workers from Protocol manifests, as child processes, and keeps them as the manifests say while these change.')
    .requiredOption('-f, --filename <path>', 'manifest, or folder of *.yaml, *.yml and *.json; may be given several times', collect)
    .option('--state <dir>', 'folder for the gateway\'s identity and for logs', '.subnetes')
    .option('--listen <multiaddr>', `where the gateway listens; may be given several times (default: ${DEFAULT_LISTEN.join()})`, collect)
    .option('--announce <multiaddr>', 'address told to peers instead of those; may be given several times', collect)
    .option('--bootstrap <multiaddr>', 'peer with /p2p/ID to join the DHT at; may be given several times', collect)
    .option('--module <path>', 'gateway module (Written protocol); may be given several times', collect)
    .option('--http <address>', 'where this process serves /healthz, /readyz, /metrics and /status', '127.0.0.1:0')
    .option('--console <address>', 'where the console\'s page is served', DEFAULT_CONSOLE)
    .option('--no-console', 'no console')
    .option('--drain <seconds>', 'longest time that running calls and jobs may take to finish at the end', wholeNumber, DEFAULT_DRAIN_MS / 1000)
    .option('--redis <url>', `keep jobs in this Redis, redis://[USER:PASSWORD@]HOST:PORT or the path of its socket (default: ${Env.Redis}, else a redis-server of its own where there is one)`)
    .option('--no-redis', 'keep jobs in the gateway\'s memory')
    .option('--namespace <name>', 'part of every key in Redis; subnets that share a Redis need one each', namespaceName, LOCAL_NAMESPACE)
    .option('--stake-file <path>', 'stake of peers, JSON: { "PEER_ID": "Validator" }; read again when it changes')
    .option('--stake-endpoint <url>', 'ask this chain node (ws:// or wss://) for stake instead; may be given several times, the preferred one first', collect)
    .option('--stake-subnet <number>', 'the chain\'s number of the subnet, for --stake-endpoint', wholeNumber)
    .addOption(new Option('--require-stake <class>', 'let only peers of this stake class or above be connected').choices(STAKE_CLASSES))
    .option('--json', 'events as JSON lines; errors as JSON on standard error')
    .addHelpText('after', `\nCtrl-C stops everything in order; a second Ctrl-C ends it at once.\n${EXIT_CODE_HELP}`)
    .action(async (flags: UpFlags) => finish(await up(flags, context)))
}

async function up (flags: UpFlags, context: CliContext): Promise<ExitCodeValue> {
  checkAddresses(flags)
  checkFiles(flags)
  checkStake(flags)
  const redis = flags.redis ?? context.env[Env.Redis]
  if (typeof redis === 'string') checkRedisUrl(redis)
  await using state = await openStateDir(flags.state)
  const view = createView(context, { json: flags.json === true })
  const metrics = prometheusMetrics()
  const upMetrics = new UpMetrics(metrics)
  const twin = createTwin({ ...flags, redis }, state, context, (event) => { upMetrics.event(event); view.event(event) })
  const http = new HttpStatusServer({
    listen: flags.http,
    readiness: () => readiness(twin.status()),
    metrics: { contentType: metrics.contentType, render: async () => { upMetrics.status(twin.status()); return await metrics.render() } },
    routes: { '/status': () => ({ status: 200, body: JSON.stringify(twin.status()) }) },
    logger: silentLogger
  })
  const link = new UpLink(twin, state.path)
  const redraw = setInterval(() => view.status(twin.status()), REDRAW_MS)
  try {
    await http.start()
    await link.start()
    view.event({ type: 'http', address: http.address ?? '' })
    return await run({ twin, http, view, context })
  } finally {
    clearInterval(redraw)
    await twin.stop()
    await http.stop()
    await link.stop()
    view.status(twin.status())
    view.end()
  }
}

/** Wrong addresses stop the command before anything is started. */
function checkAddresses (flags: UpFlags): void {
  parseAddress(flags.http, '--http')
  if (flags.console !== false) checkConsole(flags.console)
  for (const address of [...flags.listen ?? [], ...flags.announce ?? [], ...flags.bootstrap ?? []]) parseMultiaddr(address)
  const nameless = flags.bootstrap?.find((address) => !/\/p2p\/[^/]+$/.test(address))
  if (nameless !== undefined) throw new SubnetesError('invalid_argument', `--bootstrap ${nameless} names no peer; a bootstrap address ends in /p2p/PEER_ID`)
}

/** A browser opens no socket of the file system. */
function checkConsole (address: string): void {
  if ('path' in parseAddress(address, '--console')) throw new SubnetesError('invalid_argument', `--console is ${JSON.stringify(address)}; allowed is HOST:PORT (as 127.0.0.1:8080), for a browser to open`)
}

/** So do files that are not there. A module may be the name of a package instead. */
function checkFiles ({ filename, module = [], stakeFile }: UpFlags): void {
  const manifest = filename.find((path) => !existsSync(path))
  if (manifest !== undefined) throw new SubnetesError('not_found', `manifest ${manifest} does not exist; give a file or a directory that holds *.yaml, *.yml or *.json`)
  if (stakeFile !== undefined && !existsSync(stakeFile)) throw new SubnetesError('not_found', `stake file ${stakeFile} does not exist; give a JSON file: { "PEER_ID": "Validator" }`)
  const absent = module.find((path) => /^\.{0,2}\//.test(path) && !existsSync(path))
  if (absent !== undefined) throw new SubnetesError('not_found', `gateway module ${absent} does not exist; give a path from this folder, or the name of a package`)
}

/** In the words of the flags: the gateway would say it in those of its variables. */
function checkStake ({ stakeEndpoint = [], stakeSubnet }: UpFlags): void {
  const wrong = stakeEndpoint.find((url) => !/^wss?:\/\/./.test(url))
  if (wrong !== undefined) throw new SubnetesError('invalid_argument', `--stake-endpoint is ${JSON.stringify(wrong)}; allowed is the URL of a chain node, ws:// or wss://`)
  if (stakeEndpoint.length > 0 && stakeSubnet === undefined) throw new SubnetesError('invalid_argument', '--stake-endpoint needs --stake-subnet NUMBER, the chain\'s number of the subnet')
}

function createTwin (flags: Omit<UpFlags, 'redis'> & Pick<TwinInit, 'redis'>, state: StateDir, context: CliContext, onEvent: ConstructorParameters<typeof Twin>[1]['onEvent']): Twin {
  return new Twin({
    manifests: flags.filename,
    stateDir: state.path,
    identity: state.identity,
    listen: flags.listen ?? DEFAULT_LISTEN,
    announce: flags.announce ?? [],
    bootstrap: flags.bootstrap ?? [],
    modules: flags.module ?? [],
    drainMs: flags.drain * 1000,
    redis: flags.redis,
    console: flags.console === false ? undefined : flags.console,
    namespace: flags.namespace,
    gatewaySettings: stakeSettings(flags),
    env: context.env
  }, { onEvent })
}

/** The gateway itself says what is wrong with them. */
function stakeSettings ({ stakeFile, stakeEndpoint, stakeSubnet, requireStake }: Pick<UpFlags, 'stakeFile' | 'stakeEndpoint' | 'stakeSubnet' | 'requireStake'>): Record<string, string> {
  return {
    ...(stakeFile === undefined ? {} : { [Env.StakeFile]: resolve(stakeFile) }),
    ...(stakeEndpoint === undefined ? {} : { [Env.StakeEndpoints]: JSON.stringify(stakeEndpoint) }),
    ...(stakeSubnet === undefined ? {} : { [Env.StakeSubnetId]: String(stakeSubnet) }),
    ...(requireStake === undefined ? {} : { [Env.RequireStake]: requireStake })
  }
}

interface Running { twin: Twin, http: HttpStatusServer, view: StatusView, context: CliContext }

async function run ({ twin, http, view, context }: Running): Promise<ExitCodeValue> {
  const { signal } = context
  const stopWanted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  let isForced = false
  context.onForce(() => {
    isForced = true
    twin.force().catch(() => { /* the stop that is under way tells of failures */ })
  })
  const started = twin.start()
  await Promise.race([started, stopWanted])
  if (!signal.aborted) {
    for (const line of welcome(twin.status(), twin.logFolder, http.address ?? '')) view.note(line)
    await stopWanted
  }
  view.note('stopping: running calls may finish; Ctrl-C again ends everything now')
  started.catch(() => { /* stopped while it was starting */ })
  await twin.stop()
  return isForced ? ExitCode.Interrupted : ExitCode.Ok
}

/** Where it is and how to call it. */
function welcome ({ gateway, protocols }: TwinStatus, logs: string, http: string): string[] {
  const [address = ''] = gateway.multiaddrs
  const example = protocols.find(({ example }) => example.handle !== '')?.example
  return [
    ...gateway.multiaddrs.map((multiaddr) => `listening on ${multiaddr}`),
    `status on http://${http}/status, logs in ${logs}`,
    ...example === undefined ? [] : [`call it:  npx subnetes call ${address} ${example.handle} ${shellQuote(example.request)}${example.textField === '' ? '' : ` --text ${example.textField}`}`],
    `see all:  npx subnetes protocols ${address}`
  ]
}

function shellQuote (text: string): string {
  return `'${text.replaceAll('\'', '\'\\\'\'')}'`
}

function readiness (status: TwinStatus): { ready: boolean, detail: Record<string, unknown> } {
  const protocols = Object.fromEntries(status.protocols.map(({ name, phase }) => [name, phase]))
  const isReady = status.gateway.phase === 'ready' && status.protocols.every(({ phase }) => phase === 'ready' || phase === 'idle' || phase === 'suspended')
  return { ready: isReady, detail: { gateway: status.gateway.phase, protocols } }
}
