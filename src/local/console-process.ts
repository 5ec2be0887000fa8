/** The console under supervision: a process of its own, which the subnet does not need. */
import { Env } from '@subnetes/common'
import { ownCommand } from './process-file.ts'
import type { ConsoleStatus } from './status.ts'
import { Supervisor } from './supervisor.ts'
import { childEnvironment } from './worker-plan.ts'

/** What the console is told. */
export interface ConsoleProcessInit {
  /** Address of the Control service. */
  readonly control: string
  /** `HOST:PORT` of the page; port 0 picks a free one, which is then kept. */
  readonly listen: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Who is told of the console. */
export interface ConsoleProcessComponents {
  readonly onChange: () => void
  readonly onLine: (line: string) => void
  /** Why its process ended, with the next start. */
  readonly onExit: (words: string) => void
}

/** Sockets are all that it has to close. */
const STOP_MS = 1_000

/** The supervised console; ready once it has said where it listens. It holds nothing up: one that cannot start is tried again, and its status says why. */
export class ConsoleProcess {
  readonly #supervisor: Supervisor
  #listen: string
  #isListening = false
  #message = ''

  constructor (init: ConsoleProcessInit, components: ConsoleProcessComponents) {
    this.#listen = init.listen
    this.#supervisor = new Supervisor({
      child: () => ({
        command: ownCommand('console'),
        env: { ...childEnvironment(init.env), [Env.ConsoleHosts]: init.env[Env.ConsoleHosts], [Env.Control]: init.control, [Env.HttpListen]: this.#listen },
        onLine: components.onLine,
        onMessage: (message) => { this.#onMessage(message); components.onChange() }
      }),
      events: {
        started: () => components.onChange(),
        exited: ({ words }, restartInMs) => {
          this.#isListening = false
          this.#message = `console ended: ${words}; starts again in ${(restartInMs / 1000).toFixed(1)} s`
          components.onExit(this.#message)
          components.onChange()
        }
      }
    })
  }

  start (): void {
    this.#supervisor.start()
  }

  async stop (): Promise<void> {
    await this.#supervisor.stop(STOP_MS)
  }

  status (): ConsoleStatus {
    const { pid } = this.#supervisor
    if (pid === 0) return { phase: 'down', pid, url: '', message: this.#message }
    return this.#isListening ? { phase: 'ready', pid, url: `http://${this.#listen}`, message: '' } : { phase: 'starting', pid, url: '', message: this.#message }
  }

  #onMessage (message: unknown): void {
    const { http } = (message ?? {}) as { http?: unknown }
    if (typeof http !== 'string') return
    this.#listen = http
    this.#isListening = true
    this.#message = ''
  }
}
