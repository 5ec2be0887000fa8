/** The constant parts of calls, sent once per link: the gateway's table of what it defined, and the runner's of what it was given. */
import { isForwarded } from '../forwarded.ts'
import type { CallContext } from '../received-call.ts'
import type { LinkCall } from './link-call.ts'
import type { Link } from './link.ts'
import { RecordType, decodeTexts, encodeTexts, violation } from './records.ts'

/** Contexts of a link; the gateway forgets the oldest for a new one. A peer's method is one context: 1 MB for a runner of very many peers. */
export const MAX_CONTEXTS = 2_048

/** The gateway's side. */
export class DefinedContexts {
  readonly #link: Link
  readonly #numbers = new Map<string, number>()
  #last = 0

  constructor (link: Link) {
    this.#link = link
  }

  /** The number of a call's context, defined at the runner first where it is new. */
  numberOf ({ contextKey, context }: Pick<LinkCall, 'contextKey' | 'context'>): number {
    return this.#numbers.get(contextKey) ?? this.#define(contextKey, context())
  }

  #define (key: string, { path, metadata }: CallContext): number {
    const body = encodeTexts([path, ...Object.entries(metadata).flat()])
    if (this.#numbers.size >= MAX_CONTEXTS) this.#forgetOldest()
    const number = this.#last = this.#last % 0xffff_ffff + 1
    this.#numbers.set(key, number)
    this.#link.send({ type: RecordType.Define, id: 0, argument: number, body })
    return number
  }

  #forgetOldest (): void {
    const [oldest] = this.#numbers as Iterable<[string, number]>
    if (oldest === undefined) return
    this.#numbers.delete(oldest[0])
    this.#link.send({ type: RecordType.Forget, id: 0, argument: oldest[1] })
  }
}

/** The runner's side. */
export class ReceivedContexts {
  readonly #contexts = new Map<number, CallContext>()

  get (number: number): CallContext | undefined {
    return this.#contexts.get(number)
  }

  /** @throws {SubnetesError} `internal` when there are too many or it is malformed */
  define (number: number, body: Buffer): void {
    if (this.#contexts.size >= MAX_CONTEXTS) throw violation(`more than ${MAX_CONTEXTS} contexts`)
    if (this.#contexts.has(number)) throw violation(`context ${number} twice`)
    const [path = '', ...texts] = decodeTexts(body)
    if (!PATH.test(path)) throw violation('a context whose path is none')
    this.#contexts.set(number, Object.freeze({ path, metadata: readMetadata(texts) }))
  }

  forget (number: number): void {
    this.#contexts.delete(number)
  }
}

const PATH = /^\/[!-~]{1,1000}$/
const PRINTABLE = /^[ -~]*$/

/** Names and values in turn. Names that a runner does not pass on are left out. @throws {SubnetesError} `internal` for a value that no header can have */
export function readMetadata (texts: readonly string[]): Readonly<Record<string, string>> {
  if (texts.length % 2 !== 0) throw violation('metadata with a name and no value')
  const metadata: Record<string, string> = {}
  for (let at = 0; at < texts.length; at += 2) {
    const value = texts[at + 1] as string
    if (!PRINTABLE.test(value)) throw violation('metadata that is not printable')
    if (isForwarded(texts[at] as string)) metadata[texts[at] as string] = value
  }
  return Object.freeze(metadata)
}
