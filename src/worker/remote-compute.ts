/** Compute that somebody else starts: its own container in a pod. */
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import type { GrpcHandlerCall, Logger, SubnetesError } from '@subnetes/common'
import type { ServeCall } from '@subnetes/grpc'
import { Changes } from './changes.ts'
import { ComputeLink } from './compute-link.ts'
import type { Compute, ComputeState } from './compute.ts'
import type { ComputeClient } from './config.ts'

/** Follows a compute at an address. */
export function remoteCompute (address: string, components: { logger: Logger }, init: { client?: ComputeClient | undefined } = {}): Compute {
  return new RemoteCompute(address, components.logger.child({ component: 'remote-compute', computeAddress: address }), init.client)
}

class RemoteCompute implements Compute {
  readonly handlers = new Map<string, never>()
  readonly #address: string
  readonly #logger: Logger
  readonly #client: ComputeClient | undefined
  readonly #changes = new Changes()
  #link: ComputeLink | undefined
  #following: Promise<void> = Promise.resolve()
  #state: ComputeState

  constructor (address: string, logger: Logger, client: ComputeClient | undefined) {
    this.#address = address
    this.#client = client
    this.#logger = logger
    this.#state = { isReady: false, words: `compute at ${address} has not answered yet`, pid: 0, starts: 0, lastExit: '', startSeconds: 0 }
  }

  get state (): ComputeState {
    return this.#state
  }

  onChange (listener: () => void): () => void {
    return this.#changes.listen(listener)
  }

  readonly proxy = async (stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<SubnetesError | undefined> =>
    await (this.#link as ComputeLink).proxy(stream, headers)

  readonly serve: ServeCall = (call, sink) => (this.#link as ComputeLink).serve(call, sink)

  readonly call = (path: string, call: GrpcHandlerCall): AsyncIterable<Uint8Array> => (this.#link as ComputeLink).call(path, call)

  async start (): Promise<void> {
    if (this.#link !== undefined) return
    const link = this.#link = new ComputeLink(this.#address, this.#client)
    const begin = performance.now()
    this.#following = link.follow((isReady, words) => {
      const startSeconds = this.#state.startSeconds === 0 && isReady ? (performance.now() - begin) / 1000 : this.#state.startSeconds
      this.#state = { ...this.#state, isReady, startSeconds, words: isReady ? '' : `compute at ${this.#address} is not ready: ${words}` }
      this.#logger.info(isReady ? 'compute ready' : 'compute not ready', { reason: words })
      this.#changes.notify()
    })
  }

  async stop (): Promise<void> {
    await this.#link?.close()
    await this.#following
  }
}
