/** Pages that are open: server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), bounded, each at its own pace. */
import type { ServerResponse } from 'node:http'
import type { ConsoleSample, ConsoleState } from './console-state.ts'
import { rounded } from './history.ts'

/** Pages at a time; each holds a connection and, when it is slow, one picture. */
export const MAX_STREAMS = 32
/** A comment keeps connections through proxies that end silent ones, most after 60 s. */
const KEEP_MS = 15_000
/** How long a page waits before it comes again. */
const RETRY_MS = 2_000

interface Stream { readonly response: ServerResponse, isWritable: boolean, wantsView: boolean, wantsHistory: boolean }

/** Sends `history` once, then `view` when something has changed and `sample` for each point. A page that does not keep up gets the newest view, and the history anew when it has missed a point. */
export class EventStreams {
  readonly #state: ConsoleState
  readonly #streams = new Set<Stream>()
  readonly #stopListening: () => void
  readonly #timer: NodeJS.Timeout

  constructor (state: ConsoleState) {
    this.#state = state
    this.#stopListening = state.listen({ onView: () => this.#sendView(), onSample: (sample) => this.#sendSample(sample) })
    this.#timer = setInterval(() => { for (const stream of this.#streams) if (stream.isWritable) send(stream, ':\n\n') }, KEEP_MS).unref()
  }

  get size (): number {
    return this.#streams.size
  }

  /** Begins one. @returns false when there are enough */
  open (response: ServerResponse): boolean {
    if (this.#streams.size >= MAX_STREAMS) return false
    const stream: Stream = { response, isWritable: true, wantsView: true, wantsHistory: true }
    this.#streams.add(stream)
    response.once('close', () => this.#streams.delete(stream))
    response.on('drain', () => { stream.isWritable = true; this.#catchUp(stream) })
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    send(stream, `retry: ${RETRY_MS}\n\n`)
    this.#catchUp(stream)
    return true
  }

  /** Ends all. */
  close (): void {
    clearInterval(this.#timer)
    this.#stopListening()
    for (const { response } of this.#streams) response.end()
    this.#streams.clear()
  }

  #sendView (): void {
    if (this.#streams.size === 0) return
    const text = eventText('view', this.#state.view())
    for (const stream of this.#streams) {
      if (stream.isWritable) send(stream, text)
      else stream.wantsView = true
    }
  }

  #sendSample ({ atMs, points }: ConsoleSample): void {
    if (this.#streams.size === 0) return
    const values = points === undefined ? null : Object.fromEntries([...points].map(([key, point]) => [key, point.map(rounded)]))
    const text = eventText('sample', { atMs, values })
    for (const stream of this.#streams) {
      if (stream.isWritable) send(stream, text)
      else stream.wantsHistory = true
    }
  }

  #catchUp (stream: Stream): void {
    if (stream.wantsHistory && stream.isWritable) {
      stream.wantsHistory = false
      send(stream, eventText('history', this.#state.history()))
    }
    if (stream.wantsView && stream.isWritable) {
      stream.wantsView = false
      send(stream, eventText('view', this.#state.view()))
    }
  }
}

/** JSON has no line ends outside of its strings, where they are escaped: one `data` line holds it. */
function eventText (type: string, value: unknown): string {
  return `event: ${type}\ndata: ${JSON.stringify(value)}\n\n`
}

function send (stream: Stream, text: string): void {
  stream.isWritable = stream.response.write(text)
}
