/** The gateway under supervision: started with the identity and addresses of this subnet, and again at the same addresses when it ends. */
import { Env, SubnetesError } from '@subnetes/common'
import type { GatewayInfo } from '@subnetes/control'
import type { ChildExit } from './child.ts'
import type { RunnerStore } from './job-store.ts'
import { ownCommand } from './process-file.ts'
import type { GatewayStatus } from './status.ts'
import { Supervisor } from './supervisor.ts'
import { childEnvironment } from './worker-plan.ts'

/** What the gateway is told. */
export interface GatewayProcessInit {
  /** Address of the Control service. */
  readonly control: string
  /** Path of the identity key file. */
  readonly identity: string
  /** Multiaddrs; port 0 picks a free one, which is then kept. */
  readonly listen: readonly string[]
  readonly announce: readonly string[]
  readonly bootstrap: readonly string[]
  readonly modules: readonly string[]
  /** Folder for its last assignments. */
  readonly stateDir: string
  /** Longest time its running calls may take to finish when it stops. */
  readonly drainMs: number
  readonly env: Readonly<Record<string, string | undefined>>
  /** More of its configuration, by variable: stake, limits. */
  readonly settings?: Readonly<Record<string, string>> | undefined
  /** Where jobs are kept; undefined: in its memory. */
  readonly jobs?: RunnerStore | undefined
}

/** Who is told of the gateway. */
export interface GatewayProcessComponents {
  readonly onChange: () => void
  readonly onLine: (line: string) => void
  /** Why a gateway's process ended, with the next start. */
  readonly onExit: (words: string) => void
}

/** The supervised gateway. It is ready once it has said hello on the Control link ({@link GatewayProcess.connected}). */
export class GatewayProcess {
  readonly #init: GatewayProcessInit
  readonly #components: GatewayProcessComponents
  readonly #supervisor: Supervisor
  readonly #firstHello = Promise.withResolvers<void>()
  #listen: readonly string[]
  #info: GatewayInfo | undefined
  #isConnected = false
  #isStopping = false
  #http = ''
  #downWords = ''

  constructor (init: GatewayProcessInit, components: GatewayProcessComponents) {
    this.#init = init
    this.#components = components
    this.#listen = init.listen
    this.#firstHello.promise.catch(() => { /* told by firstHello, when somebody waits for it */ })
    this.#supervisor = new Supervisor({
      child: () => ({ command: ownCommand('gateway'), env: this.#environment(), onLine: components.onLine, onMessage: (message) => this.#onMessage(message) }),
      events: { started: () => components.onChange(), exited: (exit, restartInMs) => this.#onExited(exit, restartInMs) }
    })
  }

  start (): void {
    this.#supervisor.start()
  }

  /** Resolves when the gateway is up for the first time. @throws {SubnetesError} `failed_precondition` with its last words when it ended before that */
  async firstHello (): Promise<void> {
    await this.#firstHello.promise
  }

  /** SIGTERM: it finishes running calls, refuses new ones; SIGKILL after `graceMs`. */
  async stop (graceMs: number): Promise<void> {
    this.#isStopping = true
    this.#components.onChange()
    this.#firstHello.reject(new SubnetesError('cancelled', 'stopped while the gateway was starting'))
    await this.#supervisor.stop(graceMs)
  }

  /** Its Control link came (with its introduction) or went. */
  connected (info: GatewayInfo, isConnected: boolean): void {
    this.#isConnected = isConnected
    if (isConnected) {
      this.#info = info
      this.#listen = keepPorts(this.#init.listen, info.multiaddrs)
      this.#firstHello.resolve()
    }
    this.#components.onChange()
  }

  status (): GatewayStatus {
    const { pid } = this.#supervisor
    return {
      phase: this.#phase(),
      pid,
      peerId: this.#info?.peerId ?? '',
      multiaddrs: this.#info?.multiaddrs ?? [],
      http: this.#http,
      message: pid === 0 && !this.#isStopping ? this.#downWords : ''
    }
  }

  #phase (): GatewayStatus['phase'] {
    if (this.#supervisor.pid === 0) return 'down'
    if (this.#isStopping) return 'stopping'
    return this.#isConnected ? 'ready' : 'starting'
  }

  #environment (): Record<string, string | undefined> {
    const { control, identity, announce, bootstrap, modules, stateDir, drainMs, env, jobs, settings } = this.#init
    return {
      ...childEnvironment(env),
      ...settings,
      [Env.Control]: control,
      [Env.Identity]: identity,
      [Env.GatewayListen]: JSON.stringify(this.#listen),
      [Env.GatewayAnnounce]: JSON.stringify(announce),
      [Env.Bootstrap]: JSON.stringify(bootstrap),
      [Env.GatewayModules]: JSON.stringify(modules),
      [Env.StateDir]: stateDir,
      ...(jobs === undefined ? {} : { [Env.Redis]: jobs.url, [Env.Namespace]: jobs.namespace }),
      [Env.HttpListen]: '127.0.0.1:0',
      [Env.DrainSeconds]: String(Math.ceil(drainMs / 1000))
    }
  }

  #onMessage (message: unknown): void {
    const http = (message as { http?: unknown } | null)?.http
    if (typeof http === 'string') this.#http = http
    this.#components.onChange()
  }

  /** Before the first hello there is nobody to go on for: whoever waits for that is told why, once, and gives up. */
  #onExited (exit: ChildExit, restartInMs: number): void {
    this.#isConnected = false
    const words = asOptions(exit.words)
    if (this.#info === undefined) {
      this.#isStopping = true
      this.#supervisor.stop(0).catch(() => { /* its process has ended already */ })
      this.#firstHello.reject(new SubnetesError('failed_precondition', `the gateway could not start: ${words}`, { details: { lastLines: exit.lastLines } }))
    } else {
      this.#downWords = `gateway ended: ${words}; starts again in ${(restartInMs / 1000).toFixed(1)} s`
      this.#components.onExit(this.#downWords)
    }
    this.#components.onChange()
  }
}

/** What the gateway says of its variables, in the options that a person gave. */
export function asOptions (words: string): string {
  return words.replaceAll(`(of ${Env.GatewayModules})`, '(of --module)')
}

/**
 * The listen addresses with the ports that were picked for port 0, so that a gateway that comes back is found where it was.
 *
 * @param bound what the gateway said it listens on
 */
export function keepPorts (listen: readonly string[], bound: readonly string[]): string[] {
  const left = bound.map((address) => /^(\/ip[46])\/[^/]+\/tcp\/(\d+)((?:\/wss?)?)/.exec(address)).filter((match) => match !== null)
  return listen.map((address) => {
    const wanted = /^(\/ip[46])(\/[^/]+)\/tcp\/0((?:\/wss?)?)$/.exec(address)
    if (wanted === null) return address
    const index = left.findIndex((match) => match[1] === wanted[1] && match[3] === wanted[3])
    const port = left[index]?.[2]
    if (port === undefined) return address
    for (let i = left.length - 1; i >= 0; i--) if (left[i]?.[2] === port) left.splice(i, 1)
    return `${wanted[1]}${wanted[2]}/tcp/${port}${wanted[3]}`
  })
}
