/** A local subnet (`subnetes up`) in processes of its own, for tests. */
import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Loading a model and starting five processes takes seconds on two cores that do other things as well. */
const READY_MS = 90_000

/** One line of `subnetes up --json`. */
export type SubnetEvent = Readonly<Record<string, unknown>> & { readonly type: string }

/** A subnet that is up. */
export class LocalSubnet {
  /** Everything it reported, oldest first. */
  readonly events: SubnetEvent[] = []
  readonly #child: ChildProcessByStdio<null, Readable, Readable>
  readonly #folder: string
  readonly #waiting = new Set<() => void>()
  #stderr = ''
  #ended = false

  private constructor (child: ChildProcessByStdio<null, Readable, Readable>, folder: string) {
    this.#child = child
    this.#folder = folder
    createInterface({ input: child.stdout }).on('line', (line) => { this.#accept(line) })
    child.stderr.setEncoding('utf8').on('data', (text: string) => { this.#stderr = (this.#stderr + text).slice(-8_000) })
    child.once('exit', () => { this.#ended = true; this.#wake() })
  }

  /** Starts the manifests' protocols (paths from the root of the repository) and waits until all of them are ready. */
  static async start (manifests: readonly string[], protocols: number = manifests.length): Promise<LocalSubnet> {
    const folder = await mkdtemp(join(tmpdir(), 'subnetes-test-'))
    const child = spawn(process.execPath, [
      '--conditions=@subnetes/source', join(ROOT, 'src/cli/main.ts'), 'up', '--json', '--no-console', '--state', folder, ...manifests.flatMap((manifest) => ['-f', join(ROOT, manifest)])
    ], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    const subnet = new LocalSubnet(child, folder)
    try {
      await subnet.until((events) => new Set(events.filter(({ type, phase }) => type === 'protocol' && phase === 'ready').map(({ protocol }) => protocol)).size >= protocols)
    } catch (error) {
      await subnet.stop()
      throw error
    }
    return subnet
  }

  /** The gateway's multiaddrs with `/p2p/`. */
  get multiaddrs (): readonly string[] {
    const gateway = this.events.findLast(({ type, phase }) => type === 'gateway' && phase === 'ready')
    return (gateway?.['multiaddrs'] ?? []) as string[]
  }

  /** The gateway's peer id, base58 text. */
  get peerId (): string {
    const gateway = this.events.findLast(({ type, phase }) => type === 'gateway' && phase === 'ready')
    return String(gateway?.['peerId'])
  }

  /** Waits for the events to show something. @throws {Error} with what the subnet said last, after a minute and a half or when it ended */
  async until (shown: (events: readonly SubnetEvent[]) => boolean): Promise<void> {
    const deadline = Date.now() + READY_MS
    while (!shown(this.events)) {
      const left = deadline - Date.now()
      if (this.#ended || left <= 0) {
        throw new Error(`the subnet ${this.#ended ? 'ended' : 'did not get there in time'}; its last events: ${JSON.stringify(this.events.slice(-5))}; its stderr: ${this.#stderr}`)
      }
      await this.#nextEvent(left)
    }
  }

  /** Ends it as Ctrl-C does. */
  async stop (): Promise<void> {
    if (!this.#ended) {
      const exited = once(this.#child, 'exit')
      this.#child.kill('SIGINT')
      await exited
    }
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #nextEvent (ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, ms)
    this.#waiting.add(resolve)
    await promise
    clearTimeout(timer)
  }

  #accept (line: string): void {
    if (!line.startsWith('{')) return
    this.events.push(JSON.parse(line) as SubnetEvent)
    this.#wake()
  }

  #wake (): void {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}
