/** What a caller calls: the processes behind an address. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Env } from '@subnetes/common'
import type { BenchProcess, ProcessGroup } from './bench-process.ts'

/** A running site. */
export interface Site {
  /** In the order in which a call passes through them. */
  readonly processes: readonly BenchProcess[]
  /** Arguments of a caller: multiaddr and peer id, or an address. */
  readonly where: readonly string[]
}

/** A site that libp2p peers call. @param behind the processes behind `gateway` */
export function peerSite (gateway: BenchProcess, behind: readonly BenchProcess[]): Site {
  const [multiaddr] = gateway.hello['multiaddrs'] as string[]
  return { processes: [gateway, ...behind], where: [String(multiaddr), String(gateway.hello['peerId'])] }
}

/** A folder that is removed with the group. */
export async function temporaryFolder (group: ProcessGroup): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'subnetes-bench-'))
  group.defer(async () => { await rm(folder, { recursive: true, force: true }) })
  return folder
}

/** Environment of a compute: a unix socket of its own, as beside a runner in a pod. */
export async function computeEnvironment (group: ProcessGroup): Promise<Record<string, string>> {
  return { [Env.ComputeListen]: `unix:${join(await temporaryFolder(group), 'compute')}` }
}
