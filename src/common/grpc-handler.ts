/** A gRPC method as a function over message bytes: how services are written without knowing the server that carries them. */

/** What a handler may know of the call beside its messages. */
export interface GrpcHandlerCall {
  /** Aborts when the caller left or its deadline passed. */
  readonly signal: AbortSignal
  /** Lower-case header names; the first value of each. */
  readonly metadata: Readonly<Record<string, string>>
  /** Epoch milliseconds; undefined when the caller set none. */
  readonly deadline: number | undefined
  readonly requests: AsyncIterable<Uint8Array>
  /** Tells how far the work is, 0 to 1; present when somebody listens (a job in a worker made with the SDK). */
  readonly progress?: ((fraction: number) => void) | undefined
}

/** Answers with message bytes; a thrown SubnetesError becomes the gRPC status. The server stops iterating when the caller has left. */
export type GrpcHandler = (call: GrpcHandlerCall) => AsyncIterable<Uint8Array>

/** Handlers by full path, `/<package>.<Service>/<method>`. */
export type GrpcHandlers = ReadonlyMap<string, GrpcHandler>
