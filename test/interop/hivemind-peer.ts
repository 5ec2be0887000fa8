/** A real hivemind peer in a process of its own (`python/peer.py`), driven by a test over its stdin and stdout. */
import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { hivemindPython } from './hivemind-python.ts'

/** Schema of the Conformance service. */
export const CONFORMANCE_PROTO = fileURLToPath(new URL('conformance.proto', import.meta.url))

const PEER_SCRIPT = fileURLToPath(new URL('python/peer.py', import.meta.url))

/** Python, torch and hivemind load from a cold disk in some seconds. */
const START_MS = 60_000

/** What {@link HivemindPeer.start} takes. */
export interface HivemindPeerInit {
  /** Paths of the schemas whose services it can call. @default the Conformance service's */
  protos?: readonly string[]
  /** Multiaddrs with `/p2p/` of the peers it dials first. */
  connect?: readonly string[]
  /** Serve Conformance, without a namespace and as `interop::`. @default false */
  serve?: boolean
  /** Key file; hivemind writes an RSA key there when it is missing. @default a fresh Ed25519 key */
  identity?: string
  /** A program that speaks as `peer.py` does, with arguments of its own. @default `peer.py` */
  program?: { script: string, args: readonly string[] }
}

/** One call by the Python peer. */
export interface HivemindCallInit {
  /** Peer id, base58 text. */
  peer: string
  /** @default `Conformance` */
  service?: string
  namespace?: string
  method: string
  /** JSON of the request messages; one unless the method takes a stream. */
  requests?: readonly object[]
  /** Requests made in the Python process: `count` messages whose `data` has `size` bytes. */
  blobs?: { count: number, size: number }
  /** Keep the input open for {@link HivemindCall.send} and `end`. @default false */
  open?: boolean
  /** hivemind's own timeout in seconds, for methods that do not answer with a stream. */
  timeout?: number
  /** Report counts only, not the messages. @default false */
  summary?: boolean
  /** For `auth_peer.py`: what is wrong with the request, and the OpenSSH key that it is bound to. */
  auth?: { mode: string, recipient?: string }
}

/** How a call ended, as Python saw it. */
export type HivemindOutcome =
  | { event: 'done', messages: number, bytes: number, at: number }
  | { event: 'error', type: string, text: string, at: number }

/** A message as JSON, with the time it arrived (epoch seconds). */
export interface HivemindMessage { message: Record<string, unknown>, at: number }

/** What a handler of the Python servicer reported. */
export interface HandlerEvent { method: string, what: string, text: string }

/** A running call of a {@link HivemindPeer}. */
export class HivemindCall {
  readonly messages: HivemindMessage[] = []
  /** Settles when the call ended, well or not; it never rejects. */
  readonly outcome: Promise<HivemindOutcome>
  readonly #command: (command: object) => void
  readonly #settle: (outcome: HivemindOutcome) => void
  readonly #waiting = new Set<() => void>()
  #ended = false

  constructor (command: (command: object) => void) {
    const { promise, resolve } = Promise.withResolvers<HivemindOutcome>()
    this.#command = command
    this.#settle = resolve
    this.outcome = promise
  }

  /** One more request of an open call. */
  send (request: object): void {
    this.#command({ op: 'send', request })
  }

  /** No more requests. */
  end (): void {
    this.#command({ op: 'end' })
  }

  cancel (): void {
    this.#command({ op: 'cancel' })
  }

  /** The messages of a call that must succeed. @throws {Error} with Python's exception when it did not */
  async collect (): Promise<Record<string, unknown>[]> {
    const outcome = await this.outcome
    if (outcome.event === 'error') throw new Error(`${outcome.type}: ${outcome.text}`)
    return this.messages.map(({ message }) => message)
  }

  /** The exception of a call that must fail, as `Type: text`. @throws {Error} when it did not fail */
  async failure (): Promise<string> {
    const outcome = await this.outcome
    if (outcome.event === 'done') throw new Error(`the call succeeded with ${outcome.messages} messages`)
    return `${outcome.type}: ${outcome.text}`
  }

  /** Waits until that many messages have arrived. @throws {Error} when the call ended before */
  async received (count: number): Promise<void> {
    while (this.messages.length < count) {
      if (this.#ended) throw new Error(`the call ended after ${this.messages.length} messages: ${JSON.stringify(await this.outcome)}`)
      await new Promise<void>((resolve) => this.#waiting.add(resolve))
    }
  }

  /** Takes an event of the Python process. */
  accept (event: HivemindOutcome | ({ event: 'message' } & HivemindMessage)): void {
    if (event.event === 'message') {
      this.messages.push({ message: event.message, at: event.at })
    } else {
      this.#ended = true
      this.#settle(event)
    }
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}

/** A hivemind peer process. */
export class HivemindPeer {
  /** Base58 text. */
  readonly peerId: string
  /** Multiaddrs with `/p2p/`. */
  readonly addresses: readonly string[]
  /** What its handlers reported, oldest first. */
  readonly handlerEvents: HandlerEvent[] = []
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #calls = new Map<number, HivemindCall>()
  #nextCall = 1

  private constructor (child: ChildProcessByStdio<Writable, Readable, null>, ready: { peer: string, addresses: string[] }) {
    this.#child = child
    this.peerId = ready.peer
    this.addresses = ready.addresses
  }

  /** Starts a peer and waits until it listens. */
  static async start (init: HivemindPeerInit = {}): Promise<HivemindPeer> {
    const flags = (name: string, values: readonly string[] = []): string[] => values.flatMap((value) => [name, value])
    const child = spawn(hivemindPython(), [
      init.program?.script ?? PEER_SCRIPT,
      ...init.program?.args ?? flags('--proto', init.protos ?? [CONFORMANCE_PROTO]),
      ...flags('--connect', init.connect),
      ...flags('--identity', init.identity === undefined ? [] : [init.identity]),
      ...init.serve === true ? ['--serve'] : []
    ], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, HIVEMIND_LOGLEVEL: 'ERROR', PYTHONDONTWRITEBYTECODE: '1' } })
    child.stdin.on('error', () => {}) // a peer that died is reported by what its calls miss
    const lines = createInterface({ input: child.stdout })
    const signal = AbortSignal.timeout(START_MS)
    const exited = once(child, 'exit', { signal }).then((end) => { throw new Error(`the hivemind peer ended at its start with ${end.filter((part) => part !== null).join(' ')}; its stderr is above`) })
    const [line] = await Promise.race([once(lines, 'line', { signal }), exited]) as [string]
    exited.catch(() => {})
    const peer = new HivemindPeer(child, JSON.parse(line) as { peer: string, addresses: string[] })
    lines.on('line', (text) => { peer.#accept(JSON.parse(text) as { event: string, id: number }) })
    lines.on('close', () => { peer.#fail() })
    return peer
  }

  /** Starts a call; its result is in the returned object. */
  call (init: HivemindCallInit): HivemindCall {
    const id = this.#nextCall++
    const call = new HivemindCall((command) => { this.#command({ ...command, id }) })
    this.#calls.set(id, call)
    const { auth, ...rest } = init
    this.#command({ op: 'call', id, service: 'Conformance', ...rest, ...auth })
    return call
  }

  /** True once a handler reported that. */
  saw (method: string, what: string, text: string): boolean {
    return this.handlerEvents.some((event) => event.method === method && event.what === what && event.text === text)
  }

  /** Ends the process and its daemon. */
  async stop (): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exited = once(this.#child, 'exit')
    this.#child.stdin.end()
    await exited
  }

  #command (command: object): void {
    this.#child.stdin.write(`${JSON.stringify(command)}\n`)
  }

  #accept (event: { event: string, id: number }): void {
    if (event.event === 'handler') this.handlerEvents.push(event as unknown as HandlerEvent)
    else this.#calls.get(event.id)?.accept(event as unknown as HivemindOutcome)
  }

  #fail (): void {
    for (const call of this.#calls.values()) call.accept({ event: 'error', type: 'Exit', text: 'the hivemind peer ended', at: Date.now() / 1000 })
  }
}
