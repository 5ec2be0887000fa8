/** Names that processes agree on without importing each other: ports, environment variables, metadata keys, protocol ids, labels. The one place. */

/** A worker's runner listens here in a pod. */
export const RUNNER_PORT = 50051
/** A worker's compute listens here in a pod, loopback only. */
export const COMPUTE_PORT = 50052

/**
 * Node's flags for the gateway process; they can only be set at the start.
 *
 * V8 lets its young generation grow to 16 MiB semi-spaces and keeps them; under many small messages that costs a gateway about 80 MiB for nothing (500 calls
 * and a 1 GiB stream: peak 325 MiB, with 8 MiB semi-spaces 246 MiB).
 *
 * Bytes of buffers lie outside V8's heap. By default every 64 MiB of them make V8 mark its whole heap, which is most of what a stream of 64 KiB messages costs
 * (245 us of CPU per message, 72 with the flag). The flag counts them as part of the heap instead. Node 22 does not know it.
 */
export const GATEWAY_NODE_FLAGS: readonly string[] = [
  '--max-semi-space-size=8', ...Number.parseInt(process.versions.node) < 24 ? [] : ['--external-memory-accounted-in-global-limit']
]

/** Node's flags for the operator process: it follows thousands of runners by small messages, as a gateway follows calls; and it collects garbage itself when it has little else to do. */
export const OPERATOR_NODE_FLAGS: readonly string[] = ['--max-semi-space-size=4', '--expose-gc']

/** How the operator's process gives memory back: set, both thresholds stay as they are, where glibc otherwise raises them by itself (mallopt(3), "dynamic mmap threshold"). */
export const OPERATOR_MALLOC = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' } as const

/** Environment variables of the worker contract (docs/worker-contract.md) and of our own processes. */
export const Env = {
  /** Where compute must listen: `127.0.0.1:PORT` or `unix:PATH`. */
  ComputeListen: 'SUBNETES_COMPUTE_LISTEN',
  /** Compute's command line as a JSON array; the runner starts and restarts it. Unset in a pod, where the kubelet does. */
  ComputeCommand: 'SUBNETES_COMPUTE_COMMAND',
  /** Seconds from the start of compute within which it must be ready; models may take minutes to load. */
  ComputeStartSeconds: 'SUBNETES_COMPUTE_START_SECONDS',
  /** How the runner calls compute: `lean`, or `http2` for Node's own client. */
  ComputeClient: 'SUBNETES_COMPUTE_CLIENT',
  /** Where the runner listens: `HOST:PORT` or `unix:PATH`; port 0 picks a free one. */
  RunnerListen: 'SUBNETES_RUNNER_LISTEN',
  /** The manifest's name. */
  Protocol: 'SUBNETES_PROTOCOL',
  /** This worker's id: the pod's name, or `<protocol>-<n>` locally. */
  WorkerId: 'SUBNETES_WORKER_ID',
  /** Slots of this worker. */
  Concurrency: 'SUBNETES_CONCURRENCY',
  /** Seconds a draining process may take to finish what runs. */
  DrainSeconds: 'SUBNETES_DRAIN_SECONDS',
  /** Where `/healthz`, `/readyz` and `/metrics` are served: `HOST:PORT`. */
  HttpListen: 'SUBNETES_HTTP_LISTEN',
  /** pino level. */
  LogLevel: 'SUBNETES_LOG_LEVEL',
  /** Address of the Control service. */
  Control: 'SUBNETES_CONTROL',
  /** Path of the gateway's identity key file, made at the first start. */
  Identity: 'SUBNETES_IDENTITY',
  /** A key file that the identity begins with, such as a mounted Secret. */
  IdentityFrom: 'SUBNETES_IDENTITY_FROM',
  /** Multiaddrs the gateway listens on, JSON array. */
  GatewayListen: 'SUBNETES_GATEWAY_LISTEN',
  /** Multiaddrs the gateway announces instead of what it listens on: a JSON array, or an object of arrays by ordinal. */
  GatewayAnnounce: 'SUBNETES_GATEWAY_ANNOUNCE',
  /** Multiaddrs (with /p2p/ID) dialled at start, JSON array. */
  Bootstrap: 'SUBNETES_BOOTSTRAP',
  /** Written protocols: module paths or package names, JSON array. */
  GatewayModules: 'SUBNETES_GATEWAY_MODULES',
  /** Replica number of the gateway (StatefulSet ordinal). */
  GatewayOrdinal: 'SUBNETES_GATEWAY_ORDINAL',
  /** Folder where the gateway keeps its last assignments, so that it serves on when it restarts while the operator is away. */
  StateDir: 'SUBNETES_STATE_DIR',
  /** `true` uses the muxer and the encryption of libp2p's packages in place of ours: for finding out whether ours are to blame for something. */
  PlainTransport: 'SUBNETES_PLAIN_TRANSPORT',
  /** How the gateway's calls reach runners: `auto`, or `lean`, `grpc`, `streams` to force one (docs/worker-contract.md, "Links"). */
  RunnerLink: 'SUBNETES_RUNNER_LINK',
  /** Calls one peer may have at the gateway at once. */
  MaxCallsPerPeer: 'SUBNETES_MAX_CALLS_PER_PEER',
  /** Calls of all peers at the gateway at once. */
  MaxCalls: 'SUBNETES_MAX_CALLS',
  /** File with the stake class of each peer, JSON, reloaded. */
  StakeFile: 'SUBNETES_STAKE_FILE',
  /** `ws://` URLs of chain nodes that are asked for stake instead, JSON array, the preferred one first. */
  StakeEndpoints: 'SUBNETES_STAKE_ENDPOINTS',
  /** The chain's number of the subnet. */
  StakeSubnetId: 'SUBNETES_STAKE_SUBNET_ID',
  /** Lowest stake class of peers that may be connected. Unset: any peer. */
  RequireStake: 'SUBNETES_REQUIRE_STAKE',
  /** Connections of the gateway: in all, of one peer, from one address; handshakes a second; streams of one peer. */
  MaxConnections: 'SUBNETES_MAX_CONNECTIONS',
  MaxConnectionsPerPeer: 'SUBNETES_MAX_CONNECTIONS_PER_PEER',
  MaxConnectionsPerAddress: 'SUBNETES_MAX_CONNECTIONS_PER_ADDRESS',
  HandshakesPerSecond: 'SUBNETES_HANDSHAKES_PER_SECOND',
  MaxStreamsPerPeer: 'SUBNETES_MAX_STREAMS_PER_PEER',
  /** Calls a second that one peer may make on all protocols of a gateway together, and how many at once above that. */
  RequestsPerSecond: 'SUBNETES_REQUESTS_PER_SECOND',
  RequestBurst: 'SUBNETES_REQUEST_BURST',
  /** Memory that the gateway may take, in MiB. */
  MemoryBudget: 'SUBNETES_MEMORY_BUDGET_MIB',
  /** URL of the installation's Redis, where jobs are kept. Unset: jobs live in the gateway's memory. */
  Redis: 'SUBNETES_REDIS',
  /** Namespace of the installation; a runner's that of its Protocol, part of every key of its queue in Redis. */
  Namespace: 'SUBNETES_NAMESPACE',
  /** Limits of a protocol's jobs for its runners: the manifest's `queue` section as JSON. */
  Queue: 'SUBNETES_QUEUE',
  /** The operator: name of the installation (the Helm release): prefix of its Lease and Secrets, label `app.kubernetes.io/instance` of its pods. */
  Instance: 'SUBNETES_INSTANCE',
  /** The operator: namespaces whose Protocols it serves, JSON array; `["*"]` means all. Unset: its own. */
  WatchNamespaces: 'SUBNETES_WATCH_NAMESPACES',
  /** The operator: image of the runner that is put beside compute. */
  RunnerImage: 'SUBNETES_RUNNER_IMAGE',
  /** The operator: what workers may reach beyond DNS, JSON array of egress rules of a NetworkPolicy. */
  WorkerEgress: 'SUBNETES_WORKER_EGRESS',
  /** The operator: pods that may read workers' metrics, JSON as `{"podLabels":{},"namespaceLabels":{}}`. Unset: none. */
  MonitoringFrom: 'SUBNETES_MONITORING_FROM',
  /** The operator: whether gateways, workers and operator speak mutual TLS. */
  Tls: 'SUBNETES_TLS',
  /** The operator: cert-manager issuer of all certificates, JSON as `{"name":"","kind":"Issuer","group":"cert-manager.io"}`. Unset: its own authority. */
  TlsIssuer: 'SUBNETES_TLS_ISSUER',
  /** The operator: name of its pod, for Lease and events. */
  PodName: 'SUBNETES_POD_NAME',
  /** The operator: where its Control service listens. */
  ControlListen: 'SUBNETES_CONTROL_LISTEN',
  /** The operator: address of this replica's Control service for gateways that another replica sends here. */
  ControlAdvertise: 'SUBNETES_CONTROL_ADVERTISE',
  /** The operator: where KEDA's external scaler listens. Unset: not served. */
  KedaListen: 'SUBNETES_KEDA_LISTEN',
  /** The operator: requests a second to the API server, and how many at once. */
  ApiQps: 'SUBNETES_API_QPS',
  ApiBurst: 'SUBNETES_API_BURST',
  /** The operator: whether consoles may watch it. */
  Console: 'SUBNETES_CONSOLE',
  /** The console: host names by which it may be asked, JSON array; IP addresses and `localhost` always may. `["*"]` takes all. */
  ConsoleHosts: 'SUBNETES_CONSOLE_HOSTS',
  /** Folder with `ca.crt`, `tls.crt` and `tls.key`, as a mounted kubernetes.io/tls Secret has them; watched. Unset: plaintext. */
  TlsDir: 'SUBNETES_TLS_DIR',
  /** Names in certificates of those who may call a runner, JSON array. Unset: the gateways and the operator of its own namespace. */
  TlsClients: 'SUBNETES_TLS_CLIENTS'
} as const

/** gRPC metadata that reaches compute. Peers can never set them: the gateway drops every `subnetes-*` header that is not its own. */
export const Metadata = {
  /** Caller's peer id, base58 text. */
  PeerId: 'subnetes-peer-id',
  /** This gateway's peer id, base58 text. */
  GatewayPeerId: 'subnetes-gateway-peer-id',
  /** Full handle as called: `[ns::]Service.rpc_x`. */
  Handler: 'subnetes-handler',
  /** The manifest's name. */
  Protocol: 'subnetes-protocol',
  /** 1 for the first try, 2 for a retry. */
  Attempt: 'subnetes-attempt',
  JobId: 'subnetes-job-id',
  Stake: 'subnetes-stake',
  /** W3C trace context (https://www.w3.org/TR/trace-context/). */
  TraceParent: 'traceparent',
  /** Runner -> gateway: set to `refused` when a call was turned away before it reached compute. */
  Disposition: 'subnetes-disposition'
} as const

/** Namespace of an installation that names none: a laptop. */
export const LOCAL_NAMESPACE = 'local'

/** The name in the certificate of an installation's gateways. `namespace` is the installation's. */
export function gatewayTlsName (namespace: string): string {
  return `gateway.${namespace}`
}

/** The name in the certificate of an installation's operator: of its Control server, and as the client of runners. */
export function operatorTlsName (namespace: string): string {
  return `operator.${namespace}`
}

/** The name in the certificate of an installation's console. */
export function consoleTlsName (namespace: string): string {
  return `console.${namespace}`
}

/** The name in the certificates of a protocol's runners. Neither part can hold a dot. */
export function protocolTlsName (protocol: string, namespace: string): string {
  return `${protocol}.${namespace}`
}

/** Handler services no manifest may use. */
export const RESERVED_SERVICES: readonly string[] = ['DHTProtocol', 'JobsProtocol', 'ReflectionProtocol']

/**
 * The libp2p protocol id of a method: `[<namespace>::]<Service>.<rpc_method>`, hivemind's convention
 * (hivemind `ServicerBase._get_handle_name`). No leading slash.
 *
 * @param service the service's short name, without its package
 */
export function handleName (service: string, method: string, namespace?: string): string {
  const base = `${service}.${method}`
  return namespace === undefined || namespace === '' ? base : `${namespace}::${base}`
}

/** The parts of a handle, or undefined when the text is not one. */
export function parseHandle (handle: string): { namespace?: string, service: string, method: string } | undefined {
  const match = /^(?:(.+)::)?([A-Za-z_][A-Za-z0-9_]*)\.(rpc_[a-z0-9_]+)$/.exec(handle)
  if (match === null) return undefined
  const [, namespace, service, method] = match as unknown as [string, string | undefined, string, string]
  return { ...(namespace === undefined ? {} : { namespace }), service, method }
}

/** The text whose SHA-256 is the DHT provider key of a served handler (docs/wire-protocol.md). */
export function providerKeyText (handle: string): string {
  return `/subnetes/handler/1/${handle}`
}
