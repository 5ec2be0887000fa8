/** Calls and jobs at a steady rate, and what became of each. */
import { SubnetesError } from '@subnetes/common'
import type { Message, MethodDefinition } from '@subnetes/proto'
import { eventually } from '../../cluster/harness/program.ts'
import { JOBS } from './peer.ts'
import type { OutsidePeer } from './peer.ts'
import { WORK } from './work.ts'

/** How calls went. */
export interface CallTotals {
  readonly answers: Message[]
  /** Errors of calls that were not answered, and how many had each. */
  readonly errors: Record<string, number>
}

/** What is called. */
export interface LoadInit {
  /** Gateways, in the order in which a call tries them: the next when one is not there or refuses. */
  readonly doors: readonly string[]
  readonly perSecond: number
  /** How long each takes in the worker. @default 0 */
  readonly ms?: number
}

/** Longest wait of a call for its answer. */
const CALL_MS = 120_000

/** Calls `rpc_work` so often, starting calls at a steady rate whatever becomes of the ones before, and waits for all. */
export async function steadyCalls (peer: OutsidePeer, init: LoadInit & { readonly calls: number }): Promise<CallTotals> {
  return await callWhile(peer, init, (made) => made < init.calls)
}

/** As {@link steadyCalls}, while `work` goes on. */
export async function callsDuring (peer: OutsidePeer, init: LoadInit, work: () => Promise<void>): Promise<CallTotals> {
  let over = false
  const working = work().finally(() => { over = true })
  const [totals] = await Promise.all([callWhile(peer, init, () => !over), working])
  return totals
}

async function callWhile (peer: OutsidePeer, init: LoadInit, more: (made: number) => boolean): Promise<CallTotals> {
  const totals: CallTotals = { answers: [], errors: {} }
  const startedAt = performance.now()
  const calls: Array<Promise<void>> = []
  while (more(calls.length)) {
    const due = Math.ceil((performance.now() - startedAt) / 1000 * init.perSecond)
    while (calls.length < due && more(calls.length)) calls.push(oneCall(peer, init, { number: calls.length, totals }))
    await new Promise((resolve) => setTimeout(resolve, 1000 / init.perSecond))
  }
  await Promise.all(calls)
  return totals
}

async function oneCall (peer: OutsidePeer, { doors, ms = 0 }: LoadInit, { number, totals }: { number: number, totals: CallTotals }): Promise<void> {
  let last = ''
  for (const door of doors) {
    try {
      totals.answers.push(await peer.call(door, WORK, { method: 'rpc_work', request: { number, ms }, timeoutMs: CALL_MS }))
      return
    } catch (error) {
      const { code, message } = SubnetesError.from(error)
      last = `${code}: ${message}`
      if (code !== 'unavailable' && code !== 'unimplemented') break
    }
  }
  totals.errors[last] = (totals.errors[last] ?? 0) + 1
}

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

async function atAnyDoor (peer: OutsidePeer, doors: readonly string[], init: { method: string, request: Message, what: string }): Promise<Message> {
  let turn = 0
  return await eventually(init.what, async () => {
    return await peer.call(doors[turn++ % doors.length] as string, JOBS, { method: init.method, request: init.request, timeoutMs: 30_000 })
  }, RESULT_MS)
}
