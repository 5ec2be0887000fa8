/** Lua scripts on Redis: sent whole once per server, by their hash afterwards. */
import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'

/** A script with the keys and arguments of one run. */
export interface ScriptRun { readonly keys: readonly string[], readonly args: ReadonlyArray<string | number | Buffer> }

/** What a script answers: bytes as they are kept. */
export type ScriptReply = Buffer | number | null | ScriptReply[]

/** Of ioredis, missing in its types: the forms of EVAL whose replies stay bytes. */
interface ByteReplies {
  readonly evalBuffer: (script: string, keyCount: number, ...rest: ReadonlyArray<string | number | Buffer>) => Promise<ScriptReply>
  readonly evalshaBuffer: (sha: string, keyCount: number, ...rest: ReadonlyArray<string | number | Buffer>) => Promise<ScriptReply>
}

/** One script. */
export class Script {
  readonly #text: string
  readonly #sha: string

  constructor (text: string) {
    this.#text = text
    this.#sha = createHash('sha1').update(text).digest('hex')
  }

  /** Runs it in one round trip; a server that does not know it yet (restarted, replaced) is given the text. */
  async run (redis: Redis, { keys, args }: ScriptRun): Promise<ScriptReply> {
    const bytes = redis as unknown as ByteReplies
    try {
      return await bytes.evalshaBuffer(this.#sha, keys.length, ...keys, ...args)
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
      return await bytes.evalBuffer(this.#text, keys.length, ...keys, ...args)
    }
  }
}

/**
 * One of BullMQ's own scripts as a Lua function of (KEYS, ARGV), to be one part of a larger step: what BullMQ does to a job and what we note beside it
 * happen together or not at all. The package is pinned; the tests of this folder run these texts against a real server.
 */
export function asFunction (name: string, script: { readonly content: string }): string {
  return `local function ${name} (KEYS, ARGV)\n${script.content}\nend\n`
}

/** A list, or an empty one. */
export function listOf (reply: ScriptReply | undefined): ScriptReply[] {
  return Array.isArray(reply) ? reply : []
}

/** Text of a reply; empty for nothing. */
export function textOf (reply: ScriptReply | undefined): string {
  if (Buffer.isBuffer(reply)) return reply.toString()
  return typeof reply === 'number' ? String(reply) : ''
}
