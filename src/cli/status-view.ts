/** How `subnetes up` shows what happens: a status redrawn in place on a terminal, a line per change elsewhere, JSON lines for programs. */
import { readyWorkers } from '@subnetes/local'
import type { JobStoreStatus, ProtocolStatus, TwinEvent, TwinStatus } from '@subnetes/local'
import type { CliContext } from './context.ts'

/** Shows events and status. */
export interface StatusView {
  event: (event: TwinEvent) => void
  /** A line of the command's own, such as the address to call. */
  note: (text: string) => void
  /** The present state, about once a second. */
  status: (status: TwinStatus) => void
  /** Leaves the terminal as it should be. */
  end: () => void
}

/** The view that fits the output. */
export function createView (context: Pick<CliContext, 'stdout'>, options: { json: boolean }): StatusView {
  const { stdout } = context
  if (options.json) return jsonView((text) => stdout.write(text))
  return stdout.isTTY === true ? new TerminalView((text) => stdout.write(text), () => width(stdout.columns)) : linesView((text) => stdout.write(text))
}

/** A terminal that does not know its width says 0. */
function width (columns: number | undefined): number {
  return columns === undefined || columns === 0 ? 80 : columns
}

function jsonView (write: (text: string) => void): StatusView {
  return {
    event: (event) => write(`${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`),
    note: () => {},
    status: () => {},
    end: () => {}
  }
}

function linesView (write: (text: string) => void): StatusView {
  return {
    event: (event) => { const text = eventLine(event); if (text !== undefined) write(`${text}\n`) },
    note: (text) => write(`${text}\n`),
    status: () => {},
    end: () => {}
  }
}

/** Lasting lines above, the status block below them, redrawn in place. */
export class TerminalView implements StatusView {
  readonly #write: (text: string) => void
  readonly #columns: () => number
  #block: readonly string[] = []

  constructor (write: (text: string) => void, columns: () => number) {
    this.#write = write
    this.#columns = columns
  }

  event (event: TwinEvent): void {
    if (event.type === 'exit' || event.type === 'manifest' || event.type === 'jobs' || event.type === 'console') this.#tell(event)
  }

  #tell (event: TwinEvent): void {
    const line = eventLine(event)
    if (line !== undefined) this.note(line)
  }

  note (text: string): void {
    this.#draw(this.#block, `${text}\n`)
  }

  status (status: TwinStatus): void {
    const block = statusLines(status).map((line) => cut(line, this.#columns()))
    if (block.join('\n') !== this.#block.join('\n')) this.#draw(block, '')
  }

  end (): void {
    this.#block = []
  }

  #draw (block: readonly string[], above: string): void {
    const back = this.#block.length === 0 ? '' : `\u001b[${this.#block.length}A\u001b[0J`
    this.#write(`${back}${above}${block.map((line) => `${line}\n`).join('')}`)
    this.#block = block
  }
}

/** A line that wraps would be counted wrongly at the next redraw. */
function cut (line: string, columns: number): string {
  return line.length < columns ? line : `${line.slice(0, Math.max(columns - 2, 1))}…`
}

/** The status as lines: the gateway, then each protocol, then what is wrong with it. */
export function statusLines ({ gateway, protocols }: TwinStatus): string[] {
  const width = nameWidth(protocols)
  const head = `${'gateway'.padEnd(width)}  ${gateway.phase.padEnd(9)}  ${gateway.message === '' ? gateway.multiaddrs[0] ?? '' : gateway.message}`
  return [head, ...protocols.map((protocol) => protocolLine(protocol, width))]
}

function nameWidth (protocols: readonly ProtocolStatus[]): number {
  return Math.max(7, ...protocols.map(({ name }) => name.length))
}

/** The same with what a person asks next: how many workers there should be and why, and what each does. */
export function detailLines (status: TwinStatus): string[] {
  const [gateway = '', ...protocols] = statusLines(status)
  return [gateway, ...consoleLine(status), ...status.protocols.flatMap((protocol, index) => [protocols[index] ?? '', ...detailsOf(protocol)])]
}

function consoleLine ({ console: { phase, url, message }, protocols }: TwinStatus): string[] {
  return phase === 'off' ? [] : [`${'console'.padEnd(nameWidth(protocols))}  ${phase.padEnd(9)}  ${message === '' ? url : message}`.trimEnd()]
}

function detailsOf ({ scaling, workers }: ProtocolStatus): string[] {
  const scale = `  wanted ${scaling.desired} (${scaling.mode}): ${scaling.words}`
  return [scale, ...workers.map(({ id, phase, pid, slots, activeCalls, activeJobs }) => `  ${id}  ${phase}  pid ${pid}  ${activeCalls} calls, ${activeJobs} jobs of ${slots}`)]
}

function protocolLine (protocol: ProtocolStatus, width: number): string {
  const { name, phase, workers, replicas, load, jobs, message } = protocol
  const draining = workers.filter((worker) => worker.phase === 'draining').length
  const slots = workers.reduce((sum, worker) => sum + (worker.phase === 'ready' ? worker.slots : 0), 0)
  const counts = [
    `${readyWorkers(protocol)}/${replicas} workers`,
    ...draining > 0 ? [`${draining} draining`] : [],
    `${load.active + workers.reduce((sum, worker) => sum + worker.activeJobs, 0)}/${slots} slots`,
    ...load.held > 0 ? [`${load.held} waiting`] : [],
    ...jobs === undefined || jobs.waiting + jobs.active === 0 ? [] : [`${jobs.active} jobs run, ${jobs.waiting} wait`],
    `${load.finished} calls`,
    ...load.failed > 0 ? [`${load.failed} failed`] : []
  ]
  return `${name.padEnd(width)}  ${phase.padEnd(9)}  ${counts.join('  ')}${message === '' ? '' : `  ${message}`}`
}

/** An event in words, or undefined when only programs care. */
export function eventLine (event: TwinEvent): string | undefined {
  switch (event.type) {
    case 'gateway': return gatewayEventLine(event)
    case 'protocol': return protocolEventLine(event)
    case 'manifest': return event.kind === 'fixed' ? `manifest: no longer wrong: ${event.message}` : `manifest: ${event.message}`
    case 'exit': return `${event.process}: ${event.message}`
    case 'jobs': return jobsLine(event)
    case 'console': return consoleEventLine(event)
    case 'scale': return `${event.protocol}: ${event.from} → ${event.to} workers: ${event.message}`
    case 'worker':
    case 'http': return undefined
  }
}

function gatewayEventLine ({ phase, multiaddrs }: Extract<TwinEvent, { type: 'gateway' }>): string {
  return `gateway: ${phase}${phase === 'ready' ? ` at ${multiaddrs.join(', ')}` : ''}`
}

function consoleEventLine ({ phase, url }: Extract<TwinEvent, { type: 'console' }>): string | undefined {
  return phase === 'ready' ? `console: ${url}` : undefined
}

function protocolEventLine ({ protocol, phase, readyWorkers, replicas, message }: Extract<TwinEvent, { type: 'protocol' }>): string {
  return phase === 'removed' ? `${protocol}: removed` : `${protocol}: ${phase}, ${readyWorkers}/${replicas} workers${message === '' ? '' : `: ${message}`}`
}

function jobsLine ({ kept, phase, where, message }: JobStoreStatus): string | undefined {
  if (message !== '') return `jobs: ${message}`
  if (phase !== 'ready') return undefined
  return kept === 'private' ? `jobs: kept by a redis-server of this subnet, in ${where}` : `jobs: kept in Redis at ${where}`
}
