/** The shape of an rpc_* method, as every process sees it. */

/** One method of a protocol's service. */
export interface MethodShape {
  /** `rpc_*` */
  readonly name: string
  /** `/<package>.<Service>/<rpc_method>` */
  readonly path: string
  readonly requestStream: boolean
  readonly responseStream: boolean
}

/** The method's shape in words, for messages: `unary`, `server stream`, `client stream` or `bidirectional stream`. */
export function shapeName (method: Pick<MethodShape, 'requestStream' | 'responseStream'>): string {
  if (method.requestStream) return method.responseStream ? 'bidirectional stream' : 'client stream'
  return method.responseStream ? 'server stream' : 'unary'
}
