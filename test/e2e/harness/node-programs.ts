/** containerd, kubelet and kube-proxy of a node, inside its room. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findProgram } from '../../cluster/harness/binaries.ts'
import { eventually } from '../../cluster/harness/program.ts'
import type { Program } from '../../cluster/harness/program.ts'
import { BaseImages } from './base-images.ts'
import { CLUSTER_DOMAIN, CNI_CONFIGURATION, DNS_ADDRESS, POD_NETWORK } from './pod-network.ts'
import type { Room } from './room.ts'
import { run } from './run.ts'

/** The name of the only node. */
export const NODE_NAME = 'node1'

const CONTAINERD_SOCKET = '/run/containerd/containerd.sock'

/** Starts containerd and waits until it answers. */
export async function startContainerd (room: Room): Promise<Program> {
  const network = join(room.folder, 'cni')
  await mkdir(network)
  await writeFile(join(network, 'pods.conflist'), JSON.stringify(CNI_CONFIGURATION))
  const config = join(room.folder, 'containerd.toml')
  await writeFile(config, containerdConfiguration(network))
  const containerd = await room.start({ path: 'containerd', args: ['--config', config], logFile: join(room.folder, 'containerd.log') })
  await eventually('containerd answers', async () => {
    failIfEnded(containerd, 'containerd')
    return await run([...room.enter, 'ctr', '--address', CONTAINERD_SOCKET, 'version'])
  })
  return containerd
}

/** Gives containerd the image of an archive. `enter` leads into the room. */
export async function importImage (enter: Room['enter'], archive: string): Promise<void> {
  await run([...enter, 'ctr', '--address', CONTAINERD_SOCKET, '--namespace', 'k8s.io', 'images', 'import', archive])
}

/** Starts the kubelet; whether its node is ready is to be asked of the API server. */
export async function startKubelet (room: Room, init: { kubeconfig: string, clientCa: string }): Promise<Program> {
  const [config, resolv] = [join(room.folder, 'kubelet.json'), join(room.folder, 'resolv.conf')]
  await writeFile(resolv, '')
  await writeFile(config, JSON.stringify(kubeletConfiguration(room, { resolv, clientCa: init.clientCa })))
  const args = ['--config', config, '--kubeconfig', init.kubeconfig, '--hostname-override', NODE_NAME, '--node-ip', room.address, '--root-dir', '/var/lib/kubelet', '--cert-dir', '/var/lib/kubelet/pki']
  return await room.start({ path: await findProgram('kubelet'), args, logFile: join(room.folder, 'kubelet.log') })
}

/** Starts kube-proxy, which writes the rules of Services into the room's iptables. */
export async function startKubeProxy (room: Room, kubeconfig: string): Promise<Program> {
  const config = join(room.folder, 'kube-proxy.json')
  await writeFile(config, JSON.stringify({
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'iptables',
    clientConnection: { kubeconfig },
    hostnameOverride: NODE_NAME,
    clusterCIDR: POD_NETWORK,
    // These are settings of the whole machine, which a room cannot change.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
    iptables: { minSyncPeriod: '0s' }
  }))
  return await room.start({ path: await findProgram('kube-proxy'), args: ['--config', config], logFile: join(room.folder, 'kube-proxy.log') })
}

/** @throws when a program that should run does not; with its last lines */
export function failIfEnded (program: Program, name: string): void {
  if (program.ended()) throw new Error(`${name} ended:\n${program.tail()}`)
}

/** Where it is not allowed to lower the score by which the kernel picks victims (CAP_SYS_RESOURCE), every pod would fail: `restrict_oom_score_adj`. */
function containerdConfiguration (network: string): string {
  return `
version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
[grpc]
  address = "${CONTAINERD_SOCKET}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${BaseImages.pause}"
  restrict_oom_score_adj = true
  disable_apparmor = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${network}"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
`
}

function kubeletConfiguration (room: Room, files: { resolv: string, clientCa: string }): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: room.address,
    authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: files.clientCa } },
    authorization: { mode: 'Webhook' },
    containerRuntimeEndpoint: `unix://${CONTAINERD_SOCKET}`,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: room.cgroup,
    failCgroupV1: false,
    failSwapOn: false,
    clusterDNS: [DNS_ADDRESS],
    clusterDomain: CLUSTER_DOMAIN,
    resolvConf: files.resolv,
    serializeImagePulls: false,
    makeIPTablesUtilChains: false,
    // The disk is the machine's, whatever else lies on it.
    evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1%', 'nodefs.inodesFree': '1%', 'imagefs.available': '1%' },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99
  }
}
