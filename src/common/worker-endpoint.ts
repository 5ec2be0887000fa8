/** A worker as gateways are told of it by whoever decides, and as they reach it. */

/** `starting` and `draining` workers take no new call. */
export type EndpointState = 'starting' | 'ready' | 'draining'

/** A worker as assigned by the operator or the local twin. */
export interface WorkerEndpoint {
  /** Pod name, or `<protocol>-<n>` locally. */
  readonly id: string
  /** `HOST:PORT` or `unix:PATH` of the runner. */
  readonly address: string
  readonly state: EndpointState
  /** DNS name that the runner's certificate must have; left out: it speaks plaintext. */
  readonly serverName?: string | undefined
  /** PEM of the authorities that signed its certificate, when they are not the installation's own. One for all workers of a protocol. */
  readonly trustedCa?: string | undefined
}
