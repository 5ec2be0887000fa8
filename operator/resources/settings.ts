/** What the objects of all Protocols need to know of the installation. */
import type { InstallationTls } from './tls-volume.ts'

/** Pods somewhere in the cluster, as NetworkPolicies name them. */
export interface PodPeers {
  readonly podLabels: Readonly<Record<string, string>>
  /** Left out: the Protocol's own namespace. */
  readonly namespaceLabels?: Readonly<Record<string, string>>
}

/** Settings of an installation. */
export interface InstallationSettings {
  /** Mutual TLS between gateways, workers and operator. Left out: all of it is plaintext. */
  readonly tls?: InstallationTls | undefined
  /** Jobs are in a Redis, and each Protocol has a Secret with the URL of its runners' user. @default false */
  readonly redis?: boolean
  /** Image of the runner, with its tag or digest. */
  readonly runnerImage: string
  /** Who may call workers. */
  readonly gateways: PodPeers
  /** Who may watch and drain workers. */
  readonly operator: PodPeers
  /** Who may read metrics. Left out: nobody. */
  readonly monitoring?: PodPeers
  /** What workers may reach beyond DNS, as rules of a NetworkPolicy: Redis, a store of models. */
  readonly egress?: readonly Readonly<Record<string, unknown>>[]
}
