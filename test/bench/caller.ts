/** A caller process: says that it is connected, then runs a round each time it is asked to. */
import { SubnetesError } from '@subnetes/common'
import { echoMethod } from './echo-service.ts'
import { runWorkload } from './workload.ts'
import type { EchoCalls, EchoRequests, RoundResult, Workload } from './workload.ts'

/** What the parent sends, and what it gets back for it. */
export type CallerReply = { readonly type: 'result', readonly result: RoundResult } | { readonly type: 'failed', readonly message: string }

const REQUESTS: EchoRequests = {
  echo: (payloadBytes) => echoMethod('rpc_echo').encodeRequest({ data: Buffer.alloc(payloadBytes, 1) }),
  flood: (messages, messageBytes) => echoMethod('rpc_flood').encodeRequest({ messages, message_bytes: messageBytes })
}

/** Serves rounds over the IPC channel until the parent is gone. */
export function serveRounds (calls: EchoCalls): void {
  process.on('disconnect', () => process.exit(0))
  process.on('message', (workload: Workload) => { reply(calls, workload).catch(() => process.exit(1)) })
  process.send?.({ type: 'listening' })
}

async function reply (calls: EchoCalls, workload: Workload): Promise<void> {
  const send = (message: CallerReply): void => { process.send?.(message) }
  try {
    send({ type: 'result', result: await runWorkload(calls, REQUESTS, workload) })
  } catch (error) {
    send({ type: 'failed', message: SubnetesError.from(error).message })
  }
}
