/** A caller process: reports that it is connected, then runs a round for each workload that the benchmark sends. */
import { runWorkload } from './call-loop.ts'
import type { EchoCalls, EchoRequests } from './call-loop.ts'
import { echoMethod } from './echo-service.ts'
import type { Workload } from './work.ts'

const REQUESTS: EchoRequests = {
  echo: (payloadBytes) => echoMethod('rpc_echo').encodeRequest({ data: Buffer.alloc(payloadBytes, 1) }),
  flood: ({ messages, payloadBytes, intervalMs }) =>
    echoMethod('rpc_flood').encodeRequest({ messages, message_bytes: payloadBytes, interval_ms: intervalMs })
}

/** Serves rounds over the IPC channel until the parent is gone. */
export function serveRounds (calls: EchoCalls): void {
  process.on('disconnect', () => process.exit(0))
  process.on('message', (workload: Workload) => {
    runWorkload(calls, REQUESTS, workload).then((result) => process.send?.(result), () => process.exit(1))
  })
  process.send?.({ type: 'listening' })
}
