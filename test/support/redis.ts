/** A real redis-server for one test file: own folder, own port, append-only file, stopped with its test. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'

/** A running server that can be killed and brought back on the same port with the same data. */
export interface RedisServer {
  readonly url: string
  readonly port: number
  /** Of the present process. */
  readonly pid: () => number
  /** SIGKILL, as a crash. */
  kill: () => Promise<void>
  /** Starts it again on the same data. */
  restart: () => Promise<void>
  stop: () => Promise<void>
}

/** Options of {@link startRedis}. */
export interface StartRedisInit { args?: readonly string[] }

/** @throws when `redis-server` is not on the PATH: it is a failure, never a skip (Debian: apt-get install redis-server) */
export async function startRedis (init: StartRedisInit = {}): Promise<RedisServer> {
  const dir = await mkdtemp(join(tmpdir(), 'subnetes-redis-'))
  const port = await freePort()
  let child = await launch(dir, port, init.args ?? [])
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: () => child.pid ?? 0,
    kill: async () => await end('SIGKILL'),
    restart: async () => { child = await launch(dir, port, init.args ?? []) },
    stop: async () => {
      await end('SIGKILL')
      await rm(dir, { recursive: true, force: true })
    }
  }
}

async function launch (dir: string, port: number, args: readonly string[]): Promise<ChildProcess> {
  const child = spawn('redis-server', ['--bind', '127.0.0.1', '--port', String(port), '--dir', dir, '--appendonly', 'yes', '--appendfsync', 'everysec', '--save', '', '--maxmemory-policy', 'noeviction', ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
  await Promise.race([once(child, 'spawn'), once(child, 'error').then(([error]: unknown[]) => {
    throw new Error('redis-server cannot be started; install it (Debian: apt-get install redis-server)', { cause: error })
  })])
  await answering(port)
  return child
}

async function answering (port: number): Promise<void> {
  const redis = new Redis({ host: '127.0.0.1', port, retryStrategy: () => 20, maxRetriesPerRequest: 250 })
  redis.on('error', () => {}) // refused until it listens
  try {
    while (true) {
      const loaded = await redis.info('persistence').then((info) => /^loading:0/m.test(info), () => false)
      if (loaded) return
    }
  } finally {
    redis.disconnect()
  }
}

/** A port that was free a moment ago. */
export async function freePort (): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
