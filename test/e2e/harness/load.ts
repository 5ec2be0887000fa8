/** Calls at a steady rate, and what became of each. */
import { SubnetesError } from '@subnetes/common'
import type { Message } from '@subnetes/proto'
import type { OutsidePeer } from './peer.ts'
import { WORK } from './work.ts'

/** How calls went. */
export interface CallTotals {
  readonly answers: Message[]
  /** Calls that were not answered: what each gateway said, and to how many calls. */
  readonly errors: Record<string, number>
}

/** What is called. */
export interface LoadInit {
  /** Gateways, in the order in which a call tries them: the next when one is not there or refuses. */
  readonly doors: readonly string[]
  readonly perSecond: number
  /** How long each takes in the worker. @default 0 */
  readonly ms?: number
  /** The protocol's handler prefix, when it has one. */
  readonly namespace?: string
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

async function oneCall (peer: OutsidePeer, { doors, ms = 0, namespace }: LoadInit, { number, totals }: { number: number, totals: CallTotals }): Promise<void> {
  const refusals: string[] = []
  for (const [index, door] of doors.entries()) {
    const startedAt = performance.now()
    try {
      totals.answers.push(await peer.call(door, WORK, { method: 'rpc_work', request: { number, ms }, namespace, timeoutMs: CALL_MS }))
      return
    } catch (error) {
      const { code, message } = SubnetesError.from(error)
      refusals.push(`gateway ${index} after ${Math.round((performance.now() - startedAt) / 1000)} s: ${code}: ${message}`)
      if (code !== 'unavailable' && code !== 'unimplemented') break
    }
  }
  const words = refusals.join('; ')
  totals.errors[words] = (totals.errors[words] ?? 0) + 1
}
