/** A program of the control plane as a child: its output in a file, ended by its own pid, also when the test run dies. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, closeSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { eventually as waited } from '../../support/eventually.ts'

/** One running program. */
export interface Program {
  readonly pid: number
  /** Whether it has ended. */
  readonly ended: () => boolean
  /** Its last lines of output. */
  readonly tail: () => string
  /** Asks it to end, waits, and takes it down after 15 s. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>
}

/** How to start a {@link Program}. */
export interface ProgramInit { readonly path: string, readonly args: readonly string[], readonly logFile: string, readonly env?: Readonly<Record<string, string>> }

/** Time that a program gets to end by itself. kube-apiserver needs up to 6 s to free its port. */
const STOP_MS = 15_000

/** Starts a program; it is up to the caller to wait until it serves. */
export async function startProgram (init: ProgramInit): Promise<Program> {
  const log = openSync(init.logFile, 'a')
  const child = spawn(init.path, init.args, { stdio: ['ignore', log, log], env: { PATH: process.env['PATH'] ?? '', ...init.env } })
  closeSync(log)
  await Promise.race([once(child, 'spawn'), once(child, 'error').then(([error]: unknown[]) => { throw new Error(`${init.path} cannot be started`, { cause: error }) })])
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null
  const onExit = (): void => { child.kill('SIGKILL') } // nothing may outlive the tests
  process.once('exit', onExit)
  child.once('exit', () => process.off('exit', onExit))
  return {
    pid: child.pid ?? 0,
    ended,
    tail: () => readFileSync(init.logFile, 'utf8').split('\n').slice(-30).join('\n'),
    stop: async (signal = 'SIGTERM') => {
      if (ended()) return
      const exited = once(child, 'exit')
      child.kill(signal)
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      await exited
      clearTimeout(timer)
    }
  }
}

/** Where the programs of a control plane run, and where this process reaches them. */
export interface ProgramHost {
  /** They listen here. */
  readonly address: string
  /** Their files lie in a folder under this one. */
  readonly folder: string
  readonly start: (init: ProgramInit) => Promise<Program>
}

/** As plain children of this process, on 127.0.0.1. */
export const LOCAL_HOST: ProgramHost = { address: '127.0.0.1', folder: tmpdir(), start: startProgram }

/** Ports of 127.0.0.1 that are free now and differ from each other. */
export async function freePorts (count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    return server
  }))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map(async (server) => { server.close(); await once(server, 'close') }))
  return ports
}

/** As the other tests' {@link waited}, with a cluster's patience. */
export async function eventually<T> (what: string, probe: () => Promise<T | false | undefined> | T | false | undefined, timeoutMs = 30_000): Promise<T> {
  return await waited(what, probe, timeoutMs)
}
