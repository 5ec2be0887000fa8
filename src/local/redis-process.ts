/** A redis-server of this subnet alone: a supervised child on a unix socket, its data in the state folder, so that jobs survive a restart. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SubnetesError, withUser } from '@subnetes/common'
import type { RedisUser } from '@subnetes/common'
import type { ChildExit } from './child.ts'
import { Supervisor } from './supervisor.ts'
import { childEnvironment } from './worker-plan.ts'

/** Memory of the private server; beyond it a submit is `resource_exhausted`. A laptop has this to spare, and it holds hundreds of thousands of usual jobs. */
export const PRIVATE_REDIS_BYTES = 1024 ** 3
/** How long it may take to write what it has and end. */
const STOP_GRACE_MS = 5_000

/** A user as an ACL file names it. */
export interface AclUser extends RedisUser {
  /** Without `on` and the password. */
  readonly rules: readonly string[]
}

/** What the server is told. */
export interface RedisProcessInit {
  /** Path of `redis-server`. */
  readonly program: string
  /** Folder of its data and configuration; made when it is not there. */
  readonly folder: string
  /** Path of its unix socket. */
  readonly socket: string
  /** May do everything; its URL lies in the folder while the server runs, for the eyes of the folder's owner. */
  readonly admin: RedisUser
  /** The other users, asked anew at every start: nobody else gets in. */
  readonly users: () => readonly AclUser[]
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Who is told of the server. */
export interface RedisProcessComponents {
  readonly onChange: () => void
  readonly onLine: (line: string) => void
  /** Why the process ended, with the next start. */
  readonly onExit: (words: string) => void
}

/** File that holds the URL of a private server in its folder. */
export const URL_FILE = 'url'

/** The supervised server. */
export class RedisProcess {
  readonly #init: RedisProcessInit
  readonly #supervisor: Supervisor
  readonly #firstExit = Promise.withResolvers<never>()

  constructor (init: RedisProcessInit, components: RedisProcessComponents) {
    this.#init = init
    this.#firstExit.promise.catch(() => { /* told by failed, when somebody waits for it */ })
    this.#supervisor = new Supervisor({
      child: () => {
        const configuration = writeConfiguration(init)
        // SIGKILL when we die: a successor must find nobody at work on its data, and what was appended is in the kernel's hands by then.
        return { command: [init.program, configuration], cwd: init.folder, env: childEnvironment(init.env), deathSignal: 'KILL', onLine: components.onLine }
      },
      events: {
        started: () => components.onChange(),
        exited: (exit, restartInMs) => {
          this.#firstExit.reject(startFailure(exit))
          components.onExit(`redis-server ended: ${exit.words}; starts again in ${(restartInMs / 1000).toFixed(1)} s`)
          components.onChange()
        }
      }
    })
  }

  /** 0 while it is down. */
  get pid (): number {
    return this.#supervisor.pid
  }

  start (): void {
    this.#supervisor.start()
  }

  /** Rejects at its first end. @throws {SubnetesError} `failed_precondition` with its last words */
  async failed (): Promise<never> {
    return await this.#firstExit.promise
  }

  async stop (): Promise<void> {
    rmSync(join(this.#init.folder, URL_FILE), { force: true })
    await this.#supervisor.stop(STOP_GRACE_MS)
  }
}

function startFailure ({ words, lastLines }: ChildExit): SubnetesError {
  return new SubnetesError('failed_precondition', `redis-server, which keeps the jobs, could not start: ${words}; --no-redis keeps them in memory instead`, { details: { lastLines } })
}

/** Writes configuration and users, readable for us alone. @returns the path of the configuration */
function writeConfiguration ({ folder, socket, admin, users }: RedisProcessInit): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const aclFile = join(folder, 'users.acl')
  const file = join(folder, 'redis.conf')
  const all: AclUser[] = [{ ...admin, rules: ['~*', '&*', '+@all'] }, ...users()]
  writeFileSync(join(folder, URL_FILE), `${withUser(socket, admin)}\n`, { mode: 0o600 })
  writeFileSync(aclFile, all.map(({ user, password, rules }) => `user ${user} on >${password} ${rules.join(' ')}\n`).join(''), { mode: 0o600 })
  writeFileSync(file, [
    'port 0',
    `unixsocket ${quoted(socket)}`,
    'unixsocketperm 700',
    `dir ${quoted(folder)}`,
    `aclfile ${quoted(aclFile)}`,
    'databases 1',
    'save ""',
    'appendonly yes',
    'appendfsync everysec',
    'maxmemory-policy noeviction',
    `maxmemory ${PRIVATE_REDIS_BYTES}`,
    ''
  ].join('\n'), { mode: 0o600 })
  return file
}

/** redis.conf takes double quotes with backslash escapes. */
function quoted (text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
