/** Our own client on a cluster of the tests. */
import { KubeConfig } from '@kubernetes/client-node'
import { ApiClient, ClusterConnection, KubeconfigCredentials, RequestLimiter } from '@subnetes/operator'

/** A client that counts as a user agent of its own, and how to let go of its connections. */
export interface TestClient { readonly client: ApiClient, readonly close: () => Promise<void> }

/** @param init.server another address than the kubeconfig's: a proxy before it */
export function testClient (kubeconfig: string, init: { userAgent?: string, server?: string } = {}): TestClient {
  const config = new KubeConfig()
  config.loadFromFile(kubeconfig)
  const [cluster, user] = [config.getCurrentCluster(), config.getCurrentUser()]
  if (init.server !== undefined && cluster !== null && user !== null) config.loadFromClusterAndUser({ ...cluster, server: init.server }, user)
  const connection = new ClusterConnection(new KubeconfigCredentials(config))
  const client = new ApiClient({ connection, limiter: new RequestLimiter({ perSecond: 1000, burst: 1000 }) }, init.userAgent === undefined ? {} : { userAgent: init.userAgent })
  return { client, close: async () => await connection.close() }
}
