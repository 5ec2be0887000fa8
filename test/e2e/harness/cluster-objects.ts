/** What a cluster has beside its programs: DNS, and volumes for claims. */
import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { must } from '../../cluster/harness/kubectl.ts'
import type { Kubectl } from '../../cluster/harness/kubectl.ts'
import { BaseImages } from './base-images.ts'
import { CLUSTER_DOMAIN, DNS_ADDRESS } from './pod-network.ts'

const labels = { 'k8s-app': 'kube-dns' }
const metadata = { name: 'coredns', namespace: 'kube-system' }

/** Caches little, so that what changes is seen at once; asks nobody outside the cluster. */
const COREFILE = `.:53 {
  errors
  health
  ready
  kubernetes ${CLUSTER_DOMAIN} in-addr.arpa { ttl 1 }
}
`

const DNS_OBJECTS = [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'coredns' },
    rules: [
      { apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] }
    ]
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'coredns' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'coredns' },
    subjects: [{ kind: 'ServiceAccount', name: 'coredns', namespace: 'kube-system' }]
  },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { Corefile: COREFILE } },
  { apiVersion: 'v1', kind: 'Service', metadata: { ...metadata, name: 'kube-dns', labels }, spec: { clusterIP: DNS_ADDRESS, selector: labels, ports: [{ name: 'dns', protocol: 'UDP', port: 53 }, { name: 'dns-tcp', protocol: 'TCP', port: 53 }] } },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: 'coredns',
          dnsPolicy: 'Default',
          containers: [{
            name: 'coredns',
            image: BaseImages.coredns,
            imagePullPolicy: 'Never',
            args: ['-conf', '/etc/coredns/Corefile'],
            securityContext: { capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] }, runAsUser: 0 },
            readinessProbe: { httpGet: { path: '/ready', port: 8181 }, periodSeconds: 1 },
            volumeMounts: [{ name: 'config', mountPath: '/etc/coredns' }]
          }],
          volumes: [{ name: 'config', configMap: { name: 'coredns' } }]
        }
      }
    }
  }
]

/** Installs the cluster's DNS and waits until it answers. */
export async function installDns (kubectl: Kubectl): Promise<void> {
  await must(kubectl(['apply', '--server-side', '-f', '-'], { apiVersion: 'v1', kind: 'List', items: DNS_OBJECTS }))
  await must(kubectl(['rollout', 'status', 'deployment/coredns', '-n', 'kube-system', '--timeout=90s']))
}

/** Volumes of a node without a provisioner: folders under `folder`. A claim that is deleted gives its volume back to nobody, so there are as many as a run claims. */
export async function addVolumes (kubectl: Kubectl, folder: string, count: number): Promise<void> {
  const items = []
  for (let number = 0; number < count; number++) {
    const path = join(folder, `volume-${number}`)
    await mkdir(path, { recursive: true })
    await chmod(path, 0o777) // fsGroup does nothing for host paths
    items.push({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `volume-${number}` },
      spec: { capacity: { storage: '4Gi' }, accessModes: ['ReadWriteOnce'], persistentVolumeReclaimPolicy: 'Retain', hostPath: { path } }
    })
  }
  await must(kubectl(['apply', '--server-side', '-f', '-'], { apiVersion: 'v1', kind: 'List', items }))
}
