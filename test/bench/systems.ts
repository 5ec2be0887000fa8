/** The systems that are compared: a site (gateway and worker, or what stands in for them) and a caller of it. */
import type { BenchProcess, ProcessGroup } from './bench-process.ts'
import { bullmqSite, jobsSite } from './jobs-sites.ts'
import { computeEnvironment, peerSite } from './site.ts'
import type { Site } from './site.ts'
import { embeddedSite, sidecarSite } from './subnetes-sites.ts'
import { CALL_WORKS, JOB_WORKS, MEMORY } from './work.ts'

/** What is measured. */
export interface System {
  readonly name: string
  readonly title: string
  /** The system that its figures are multiples of; its own name where it is that. */
  readonly reference: string
  /** Names of the works it takes. */
  readonly works: readonly string[]
  /** Started once for all systems that share it. */
  readonly site: { readonly name: string, start (group: ProcessGroup): Promise<Site> }
  /** The caller's program; the site's `where` are its arguments. */
  readonly caller: string
}

/** A system with its processes, the caller first. */
export interface RunningSystem {
  readonly system: System
  readonly processes: readonly BenchProcess[]
  readonly site: Site
}

const CALLS = CALL_WORKS.map(({ name }) => name)
const UNARY = CALLS.filter((name) => name.startsWith('unary'))
const CALLS_AND_MEMORY = [...CALLS, MEMORY]

/** Python hivemind as the gateway: what every other system is a multiple of. */
export const REFERENCE = 'hivemind'

const HIVEMIND_SITE = {
  name: 'hivemind',
  start: async (group: ProcessGroup): Promise<Site> => {
    const worker = await startPythonWorker(group)
    const args = ['--worker', String(worker.hello['address'])]
    const gateway = await group.start({ role: 'gateway', file: 'python/servicer.py', args })
    return peerSite(gateway, [worker])
  }
}
const DIRECT_SITE = answeringSite('hivemind-direct', 'python/servicer.py')
const LIBP2P_SITE = answeringSite('libp2p', 'libp2p-server.ts')
const GRPC_SITE = {
  name: 'grpc-js',
  start: async (group: ProcessGroup): Promise<Site> => {
    const worker = await group.start({ role: 'worker', file: 'grpc-worker.ts' })
    return { processes: [worker], where: [String(worker.hello['address'])] }
  }
}
const OURS_SITE = ourSite('ours', startPythonWorker)
const OURS_GRPC_JS_SITE = ourSite('ours-grpc-js', startGrpcJsWorker)
const OURS_TLS_SITE = ourSite('ours-tls', startPythonWorker, { tls: true })
const OURS_SDK_SITE = { name: 'ours-sdk', start: embeddedSite }
const JOBS_SITE = { name: 'jobs', start: jobsSite }
const BULLMQ_SITE = { name: 'bullmq', start: bullmqSite }

/** All systems. A call passes through what the title names, from left to right. */
export const SYSTEMS: readonly System[] = [
  calledByPython(HIVEMIND_SITE, CALLS_AND_MEMORY, 'Python caller -> Python hivemind gateway -> Python worker'),
  calledByPython(OURS_SITE, CALLS_AND_MEMORY, 'Python caller -> gateway -> runner -> Python worker (sidecar)'),
  calledByPython(OURS_TLS_SITE, CALLS, 'as ours, with mutual TLS between gateway and runner'),
  calledByPython(OURS_GRPC_JS_SITE, CALLS, 'Python caller -> gateway -> runner -> grpc-js worker (sidecar)'),
  calledByPython(OURS_SDK_SITE, CALLS_AND_MEMORY, 'Python caller -> gateway -> worker built with the SDK (embedded)'),
  calledByPython(DIRECT_SITE, CALLS_AND_MEMORY, 'Python caller -> Python hivemind servicer that answers itself'),
  calledByPython(LIBP2P_SITE, CALLS_AND_MEMORY, 'Python caller -> bare js-libp2p that answers itself'),
  { ...calledByPython(GRPC_SITE, CALLS, 'grpc-js caller -> grpc-js worker'), caller: 'grpc-caller.ts' },
  calledByOurs('hivemind-ts', HIVEMIND_SITE, 'TypeScript caller -> Python hivemind gateway -> Python worker'),
  calledByOurs('ours-ts', OURS_SITE, 'TypeScript caller -> gateway -> runner -> Python worker (sidecar)'),
  job(BULLMQ_SITE, 'jobs-bare.ts', 'bare BullMQ: add, worker, completion notice; reference of jobs'),
  job(JOBS_SITE, 'jobs-caller.ts', 'TypeScript caller -> gateway (JobsProtocol) -> Redis -> worker built with the SDK')
]

/** One process that answers itself. */
function answeringSite (name: string, file: string): System['site'] {
  return { name, start: async (group) => peerSite(await group.start({ role: 'gateway', file }), []) }
}

function ourSite (name: string, startCompute: typeof startPythonWorker, init: { tls?: boolean } = {}): System['site'] {
  return { name, start: async (group) => await sidecarSite(group, startCompute, init) }
}

function calledByPython (site: System['site'], works: readonly string[], title: string): System {
  return { name: site.name, title, reference: REFERENCE, works, site, caller: 'python/caller.py' }
}

function calledByOurs (name: string, site: System['site'], title: string): System {
  return { name, title, reference: 'hivemind-ts', works: UNARY, site, caller: 'hivemind-caller.ts' }
}

function job (site: System['site'], caller: string, title: string): System {
  return { name: site.name, title, reference: BULLMQ_SITE.name, works: JOB_WORKS.map(({ name }) => name), site, caller }
}

/** Starts a system's site, unless another system of the group has, and its caller. */
export async function startSystem (group: ProcessGroup, system: System): Promise<RunningSystem> {
  const site = await group.shared(`site ${system.site.name}`, async () => await system.site.start(group))
  const caller = await group.start({ role: 'caller', file: system.caller, args: site.where })
  return { system, site, processes: [caller, ...site.processes] }
}

/** The worker that the reference and our sidecar share. */
async function startPythonWorker (group: ProcessGroup): Promise<BenchProcess> {
  return await group.start({ role: 'worker', file: 'python/worker.py', env: await computeEnvironment(group) })
}

async function startGrpcJsWorker (group: ProcessGroup): Promise<BenchProcess> {
  return await group.start({ role: 'worker', file: 'grpc-worker.ts', env: await computeEnvironment(group) })
}
