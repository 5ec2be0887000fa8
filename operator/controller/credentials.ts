/** Who we are to the API server: what a source of credentials gives a {@link ClusterConnection}. */
import type { Dispatcher } from 'undici'

/** Credentials as they are now. */
export interface Credentials {
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Differs when connections must be made anew: another authority, another client certificate. */
  readonly fingerprint: string
  /** A pool of connections with these credentials. */
  readonly makeDispatcher: () => Promise<Dispatcher>
}

/** Where credentials come from: a kubeconfig, or the files of a pod. */
export interface CredentialSource {
  /** URL of the API server. @throws {SubnetesError} `failed_precondition` when there is none */
  readonly server: () => string
  /** Reads them again. Throws when they cannot be had: an exec plugin failed, a file is gone. */
  readonly read: () => Promise<Credentials>
}

/** Options of a pool's connections: a peer that has vanished is noticed by the kernel. */
export const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelay: 30_000 } as const
