/** Addresses inside a node. They exist in its network alone. */

/** Of pods: one bridge. */
export const POD_NETWORK = '10.244.0.0/24'
/** Of the cluster's DNS; the control plane gives out Service addresses from 10.96.0.0/16. */
export const DNS_ADDRESS = '10.96.0.10'
/** The cluster's own domain. */
export const CLUSTER_DOMAIN = 'cluster.local'

/** What containerd does when a pod starts: an interface on the bridge, and host ports. */
export const CNI_CONFIGURATION = {
  cniVersion: '1.0.0',
  name: 'pods',
  plugins: [
    { type: 'bridge', bridge: 'pods0', isGateway: true, ipMasq: true, hairpinMode: true, ipam: { type: 'host-local', ranges: [[{ subnet: POD_NETWORK }]], routes: [{ dst: '0.0.0.0/0' }] } },
    { type: 'portmap', capabilities: { portMappings: true } }
  ]
}
