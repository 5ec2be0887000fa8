/** Which store the jobs of this subnet get, out of what was asked for and what the machine has. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { checkRedisUrl, hideCredentials, withUser } from '@subnetes/common'
import type { RedisStore as Store } from './redis-store.ts'
import { memoryStore } from './job-store.ts'
import type { JobStore } from './job-store.ts'
import { findProgram } from './process-file.ts'
import { RedisProcess, URL_FILE } from './redis-process.ts'

/** The administrator of a private server. */
const ADMIN = 'default'

/** What was asked for. */
export interface JobStoreInit {
  /** URL of a Redis; `false`: memory; undefined: a private server where the machine has redis-server. */
  readonly redis: string | false | undefined
  readonly namespace: string
  /** Folder whose `redis` folder keeps the data of a private server. */
  readonly stateDir: string
  /** Folder for its socket. */
  readonly runtimeDir: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Who is told. */
export interface JobStoreComponents {
  /** Seconds of a clock that never goes back. */
  readonly now: () => number
  readonly onChange: () => void
  readonly onLine: (line: string) => void
  readonly onExit: (words: string) => void
}

/** URL of the private server of a running twin, by its state folder; undefined when none runs. */
export async function privateRedisUrl (stateDir: string): Promise<string | undefined> {
  const text = await readFile(join(stateDir, 'redis', URL_FILE), 'utf8').catch(() => '')
  return text === '' ? undefined : text.trim()
}

/** The store; {@link JobStore.start} makes it work. */
export async function openJobStore (init: JobStoreInit, components: JobStoreComponents): Promise<JobStore> {
  const { redis, env } = init
  if (redis === false) return memoryStore('--no-redis')
  const program = findProgram('redis-server', env['PATH'])
  if (redis === undefined && program === undefined) return memoryStore('redis-server is not on the PATH; install it and they survive')
  const { RedisStore } = await import('./redis-store.ts') // BullMQ is loaded only where it is used
  const { namespace, stateDir } = init
  const owner = createHash('sha256').update(`${hostname()}\n${resolve(stateDir)}`).digest('hex').slice(0, 8)
  if (redis !== undefined) return new RedisStore({ url: checkRedisUrl(redis), namespace, owner, where: hideCredentials(redis), now: components.now, onChange: components.onChange })
  return await privateStore({ ...init, owner, program: program ?? '' }, components)
}

async function privateStore (init: JobStoreInit & { owner: string, program: string }, components: JobStoreComponents): Promise<JobStore> {
  const { namespace, owner, program, env } = init
  const { RedisStore, newPassword } = await import('./redis-store.ts')
  const folder = join(resolve(init.stateDir), 'redis')
  const socket = join(init.runtimeDir, 'redis.sock')
  const admin = { user: ADMIN, password: newPassword() }
  const server: RedisProcess = new RedisProcess({ program, folder, socket, env, admin, users: () => store.users }, components)
  const store: Store = new RedisStore({ url: withUser(socket, admin), namespace, owner, where: folder, server, now: components.now, onChange: components.onChange })
  return store
}
