/** What has happened between two pictures, in words. Pure. */
import type { ConsoleGateway, ConsoleProblem, ConsoleProtocol, ConsoleSnapshot, ConsoleWorker } from '@subnetes/control'
import { keyOf } from './rates.ts'

/** `scale`: another count, and why. `problem` begins, `solved` ends. `worker`: one is lost. `calls`: some failed or were turned away. `link`: to whoever decides. */
export type RecentKind = 'scale' | 'problem' | 'solved' | 'worker' | 'calls' | 'protocol' | 'gateway' | 'link'

/** Something that happened. */
export interface RecentEvent {
  readonly kind: RecentKind
  /** Namespace and name; empty when it is of no protocol. */
  readonly protocol: string
  readonly text: string
}

/** Events in the order of the picture: the installation, its gateways, its protocols. */
export function recentEvents (before: ConsoleSnapshot, after: ConsoleSnapshot): RecentEvent[] {
  const known = new Map(before.protocols.map((protocol) => [keyOf(protocol), protocol]))
  const present = new Set(after.protocols.map(keyOf))
  return [
    ...problemEvents('', before.problems, after.problems),
    ...gatewayEvents(before.gateways, after.gateways),
    ...after.protocols.flatMap((protocol) => protocolEvents(keyOf(protocol), known.get(keyOf(protocol)), protocol)),
    ...[...known.keys()].filter((key) => !present.has(key)).map((key) => ({ kind: 'protocol' as const, protocol: key, text: 'is gone' }))
  ]
}

function protocolEvents (protocol: string, before: ConsoleProtocol | undefined, after: ConsoleProtocol): RecentEvent[] {
  if (before === undefined) return [{ kind: 'protocol', protocol, text: 'is there' }, ...problemEvents(protocol, [], after.problems)]
  const { replicas, scaling: { words } } = after
  const isScaled = before.replicas !== replicas
  return [
    ...isScaled ? [{ kind: 'scale' as const, protocol, text: `${before.replicas} → ${replicas} ${replicas === 1 ? 'worker' : 'workers'}${why(words)}` }] : [],
    ...problemEvents(protocol, before.problems, after.problems),
    ...workerEvents(protocol, before.workers, after)
  ]
}

/** By reason: words of one problem may change while it lasts. */
function problemEvents (protocol: string, before: readonly ConsoleProblem[], after: readonly ConsoleProblem[]): RecentEvent[] {
  const [was, is] = [before, after].map((problems) => new Set(problems.map(({ reason }) => reason))) as [Set<string>, Set<string>]
  return [
    ...after.filter(({ reason }) => !was.has(reason)).map(({ reason, message }) => ({ kind: 'problem' as const, protocol, text: `${reason}: ${message}` })),
    ...before.filter(({ reason }) => !is.has(reason)).map(({ reason }) => ({ kind: 'solved' as const, protocol, text: `${reason} is over` }))
  ]
}

/** One that drains is expected to go, and so is one too many: its drain may be shorter than the time between two pictures. */
function workerEvents (protocol: string, before: readonly ConsoleWorker[], { workers: after, replicas }: ConsoleProtocol): RecentEvent[] {
  const known = new Map(before.map((worker) => [worker.id, worker]))
  const present = new Set(after.map(({ id }) => id))
  const down = after.filter(({ id, state }) => state === 'down' && known.get(id) !== undefined && known.get(id)?.state !== 'down')
  const again = after.filter(({ id, restarts }) => restarts > (known.get(id)?.restarts ?? Infinity))
  const isTooMany = before.filter(({ state }) => state !== 'draining').length > replicas
  const lost = isTooMany ? [] : before.filter(({ id, state }) => !present.has(id) && state === 'ready')
  return [
    ...down.map(({ id, message }) => ({ kind: 'worker' as const, protocol, text: `${id} is down${why(message)}` })),
    ...again.map(({ id, message }) => ({ kind: 'worker' as const, protocol, text: `${id} was started again${why(message)}` })),
    ...lost.map(({ id }) => ({ kind: 'worker' as const, protocol, text: `${id} is gone` }))
  ]
}

function why (words: string): string {
  return words === '' ? '' : `: ${words}`
}

function gatewayEvents (before: readonly ConsoleGateway[], after: readonly ConsoleGateway[]): RecentEvent[] {
  const known = new Map(before.map((gateway) => [gateway.id, gateway]))
  const present = new Set(after.map(({ id }) => id))
  const changed = after.filter(({ id, connected }) => known.get(id)?.connected !== connected)
  const gone = before.filter(({ id }) => !present.has(id))
  return [
    ...changed.map(({ id, connected }) => ({ kind: 'gateway' as const, protocol: '', text: `${id} is ${connected ? 'connected' : 'not connected'}` })),
    ...gone.map(({ id }) => ({ kind: 'gateway' as const, protocol: '', text: `${id} is gone` }))
  ]
}

/** Calls that did not end well between two pictures of a protocol; undefined when there were none. */
export function callEvent (protocol: string, failed: number, shed: number): RecentEvent | undefined {
  const words = [...failed > 0 ? [`${failed} ${failed === 1 ? 'call' : 'calls'} failed`] : [], ...shed > 0 ? [`${shed} turned away`] : []]
  return words.length === 0 ? undefined : { kind: 'calls', protocol, text: words.join(', ') }
}
