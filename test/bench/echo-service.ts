/** The service that is measured, and its implementation: one for every worker, so that only what is around it differs. */
import { readFileSync } from 'node:fs'
import { loadService } from '@subnetes/proto'
import type { Message, MethodDefinition, ServiceDefinition } from '@subnetes/proto'

/** Text of `echo.proto`. */
export const ECHO_PROTO = readFileSync(new URL('echo.proto', import.meta.url), 'utf8')

/** The service as descriptors and codecs. */
export const ECHO_SERVICE: ServiceDefinition = loadService({ proto: ECHO_PROTO })

/** A method of the service. */
export function echoMethod (name: 'rpc_echo' | 'rpc_flood'): MethodDefinition {
  const method = ECHO_SERVICE.methods.get(name)
  if (method === undefined) throw new Error(`echo.proto has no ${name}`)
  return method
}

/** `rpc_echo`. */
export async function echo (request: Message): Promise<Message> {
  return { data: request['data'] }
}

/** `rpc_flood`. */
export async function * flood (request: Message): AsyncGenerator<Message, void, undefined> {
  const message = { data: Buffer.alloc(Number(request['message_bytes']), 1) }
  const intervalMs = Number(request['interval_ms'])
  const start = performance.now()
  for (let index = 0; index < Number(request['messages']); index++) {
    if (intervalMs > 0) await until(start + index * intervalMs)
    yield message
  }
}

/** Due times are absolute, so that a late message does not delay those after it. */
async function until (time: number): Promise<void> {
  await new Promise((resolve) => { setTimeout(resolve, Math.max(0, time - performance.now())) })
}
