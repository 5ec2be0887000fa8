/** Lua scripts on what is shared in Redis: sent whole once per server, by their hash afterwards. */
import { createHash } from 'node:crypto'

/** The commands that are used, as ioredis has them. */
export interface RedisScripting {
  evalsha: (sha: string, keyCount: number, ...rest: ReadonlyArray<string | number | Buffer>) => Promise<unknown>
  eval: (script: string, keyCount: number, ...rest: ReadonlyArray<string | number | Buffer>) => Promise<unknown>
}

/** One script. */
export class RedisScript {
  readonly #text: string
  readonly #sha: string

  constructor (text: string) {
    this.#text = text
    this.#sha = createHash('sha1').update(text).digest('hex')
  }

  /** Runs it in one round trip; a server that does not know it yet (restarted, replaced) is given the text. @throws {Error} of the client */
  async run (redis: RedisScripting, keys: readonly string[], args: ReadonlyArray<string | number | Buffer>): Promise<unknown> {
    try {
      return await redis.evalsha(this.#sha, keys.length, ...keys, ...args)
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
      return await redis.eval(this.#text, keys.length, ...keys, ...args)
    }
  }
}
