/** Jobs at whatever gateway answers, and what became of each. */
import type { Message, MethodDefinition } from '@subnetes/proto'
import { eventually } from '../../cluster/harness/program.ts'
import { JOBS } from './peer.ts'
import type { OutsidePeer } from './peer.ts'
import { WORK } from './work.ts'

/** A job that some gateway has taken. */
export interface Job { readonly id: string, readonly number: number }

/** Longest time that jobs are asked after: workers and gateways come and go meanwhile. */
const RESULT_MS = 240_000

/** Submits jobs for `rpc_work`, each until one of the gateways has taken it; the key makes a second try the same job. */
export async function submitJobs (peer: OutsidePeer, doors: readonly string[], init: { key: string, count: number, ms: number }): Promise<Job[]> {
  const { encodeRequest } = WORK.methods.get('rpc_work') as MethodDefinition
  return await Promise.all(Array.from({ length: init.count }, async (_, number) => {
    const request = { handle: 'WorkProtocol.rpc_work', request: encodeRequest({ number, ms: init.ms }), idempotency_key: `${init.key}-${number}` }
    const { id } = await atAnyDoor(peer, doors, { method: 'rpc_submit', request, what: `job ${number} is taken` })
    return { id: String(id), number }
  }))
}

/** The results of jobs, asked for at whatever gateway answers. @throws when one failed, or has none in time */
export async function jobResults (peer: OutsidePeer, doors: readonly string[], jobs: readonly Job[]): Promise<Message[]> {
  const { decodeResponse } = WORK.methods.get('rpc_work') as MethodDefinition
  return await Promise.all(jobs.map(async ({ id, number }) => {
    const result = await atAnyDoor(peer, doors, { method: 'rpc_result', request: { id, wait_seconds: 20 }, what: `job ${number} (${id}) has a result` })
    return decodeResponse((result['messages'] as Uint8Array[])[0] as Uint8Array)
  }))
}

/** How many attempts jobs took, in the order of the jobs. */
export async function jobAttempts (peer: OutsidePeer, doors: readonly string[], jobs: readonly Job[]): Promise<number[]> {
  return await Promise.all(jobs.map(async ({ id }) => Number((await atAnyDoor(peer, doors, { method: 'rpc_get', request: { id }, what: `job ${id} is known` }))['attempt'])))
}

/** A job whose answers are read while it runs. */
export interface FollowedJob {
  readonly id: string
  readonly outputs: Array<{ readonly attempt: number, readonly sequence: number, readonly message: Message }>
}

/** Submits a job for `rpc_parts`. */
export async function submitParts (peer: OutsidePeer, door: string, request: { ms: number, parts: number }): Promise<FollowedJob> {
  const { encodeRequest } = WORK.methods.get('rpc_parts') as MethodDefinition
  const { id } = await peer.call(door, JOBS, { method: 'rpc_submit', request: { handle: 'WorkProtocol.rpc_parts', request: encodeRequest(request) } })
  return { id: String(id), outputs: [] }
}

/** Reads a job's answers at a gateway, from where it was left, until there are so many. */
export async function followJob (peer: OutsidePeer, door: string, { job, until }: { job: FollowedJob, until: number }): Promise<void> {
  const { decodeResponse } = WORK.methods.get('rpc_parts') as MethodDefinition
  const { attempt = 0, sequence = 0 } = job.outputs.at(-1) ?? {}
  const stub = await peer.stub(door, JOBS)
  for await (const event of stub['rpc_watch']?.({ id: job.id, after_attempt: attempt, after_sequence: sequence }) as AsyncIterable<Message>) {
    if (event['output'] === undefined) continue
    job.outputs.push({ attempt: Number(event['attempt']), sequence: Number(event['sequence']), message: decodeResponse(event['output'] as Uint8Array) })
    if (job.outputs.length >= until) return
  }
}

async function atAnyDoor (peer: OutsidePeer, doors: readonly string[], init: { method: string, request: Message, what: string }): Promise<Message> {
  let turn = 0
  return await eventually(init.what, async () => {
    return await peer.call(doors[turn++ % doors.length] as string, JOBS, { method: init.method, request: init.request, timeoutMs: 30_000 })
  }, RESULT_MS)
}
