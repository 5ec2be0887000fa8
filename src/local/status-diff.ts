/** Events out of two looks at the twin: what a reader of the second must be told who has seen the first. Pure. */
import type { ProtocolStatus, TwinEvent, TwinStatus, WorkerStatus } from './status.ts'

/** Nothing is there yet. */
export const EMPTY_STATUS: TwinStatus = {
  gateway: { phase: 'starting', pid: 0, peerId: '', multiaddrs: [], http: '', message: '' },
  jobs: { kept: 'memory', phase: 'starting', pid: 0, where: '', message: '' },
  console: { phase: 'off', pid: 0, url: '', message: '' },
  protocols: []
}

/** What changed from `before` to `after`: where jobs are kept, the gateway, the console, then protocol by protocol with its workers. */
export function diffStatus (before: TwinStatus, after: TwinStatus): TwinEvent[] {
  const known = new Map(before.protocols.map((protocol) => [protocol.name, protocol]))
  const present = new Set(after.protocols.map(({ name }) => name))
  return [
    ...diffJobs(before, after),
    ...diffGateway(before, after),
    ...diffConsole(before, after),
    ...after.protocols.flatMap((protocol) => diffProtocol(known.get(protocol.name), protocol)),
    ...before.protocols.filter(({ name }) => !present.has(name)).map((protocol) => protocolEvent(protocol, 'removed', ''))
  ]
}

function diffJobs ({ jobs: before }: TwinStatus, { jobs: after }: TwinStatus): TwinEvent[] {
  const isSame = before.kept === after.kept && before.phase === after.phase && before.pid === after.pid && before.message === after.message
  return isSame ? [] : [{ type: 'jobs', ...after }]
}

function diffGateway ({ gateway: before }: TwinStatus, { gateway: after }: TwinStatus): TwinEvent[] {
  const { phase, pid, peerId, multiaddrs, message } = after
  const isSame = before.phase === phase && before.pid === pid && before.message === message && before.multiaddrs.join() === multiaddrs.join()
  return isSame ? [] : [{ type: 'gateway', phase, pid, peerId, multiaddrs, message }]
}

function diffConsole ({ console: before }: TwinStatus, { console: after }: TwinStatus): TwinEvent[] {
  const isSame = before.phase === after.phase && before.pid === after.pid && before.url === after.url && before.message === after.message
  return isSame ? [] : [{ type: 'console', ...after }]
}

function diffProtocol (before: ProtocolStatus | undefined, after: ProtocolStatus): TwinEvent[] {
  const isSame = before !== undefined && before.phase === after.phase && before.message === after.message && before.replicas === after.replicas &&
    readyWorkers(before) === readyWorkers(after) && before.handles.join() === after.handles.join()
  return [...diffWorkers(before, after), ...isSame ? [] : [protocolEvent(after, after.phase, after.message)]]
}

function diffWorkers (before: ProtocolStatus | undefined, after: ProtocolStatus): TwinEvent[] {
  const known = new Map((before?.workers ?? []).map((worker) => [worker.id, worker]))
  const present = new Set(after.workers.map(({ id }) => id))
  const changed = after.workers.filter((worker) => !isSameWorker(known.get(worker.id), worker))
  const gone = [...known.values()].filter(({ id }) => !present.has(id))
  return [
    ...changed.map((worker) => workerEvent(after.name, worker, worker.phase)),
    ...gone.map((worker) => workerEvent(after.name, { ...worker, message: '' }, 'removed'))
  ]
}

function isSameWorker (before: WorkerStatus | undefined, after: WorkerStatus): boolean {
  return before !== undefined && before.phase === after.phase && before.pid === after.pid && before.computePid === after.computePid && before.message === after.message
}

function workerEvent (protocol: string, worker: WorkerStatus, phase: WorkerStatus['phase'] | 'removed'): TwinEvent {
  return { type: 'worker', protocol, worker: worker.id, phase, pid: worker.pid, computePid: worker.computePid, message: worker.message }
}

function protocolEvent (protocol: ProtocolStatus, phase: ProtocolStatus['phase'] | 'removed', message: string): TwinEvent {
  return { type: 'protocol', protocol: protocol.name, phase, handles: protocol.handles, readyWorkers: readyWorkers(protocol), replicas: protocol.replicas, message }
}

/** Workers that take calls. */
export function readyWorkers (protocol: ProtocolStatus): number {
  return protocol.workers.filter(({ phase }) => phase === 'ready').length
}
