/** Runners of pods that do not run: answers the operator for every address of this network namespace, idle and ready, as often as real ones do. Costs the machine little beside what is measured. */
import { once } from 'node:events'
import { createServer } from 'node:http2'
import { RUNNER_PORT } from '@subnetes/common'
import { RUNNER_IDLE_INTERVAL_MS } from '@subnetes/control'
import { subnetes } from '@subnetes/proto'

/** Length-prefixed, as gRPC frames a message. */
function idleStatus (): Buffer {
  const message = subnetes.v1.RunnerStatus.encode({ ready: true, slots: 1, computeStarts: 1, computeStartSeconds: 0.5, computePid: 42 }).finish()
  const head = Buffer.alloc(5)
  head.writeUInt32BE(message.length, 1)
  return Buffer.concat([head, message])
}

/** Every stream is a watch. @returns ends it */
export async function serveRunners (): Promise<() => void> {
  const status = idleStatus()
  const server = createServer()
  server.on('stream', (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' })
    stream.write(status)
    const timer = setInterval(() => stream.write(status), RUNNER_IDLE_INTERVAL_MS)
    stream.on('error', () => {}) // the operator has left
    stream.once('close', () => clearInterval(timer))
  })
  server.listen(RUNNER_PORT, '0.0.0.0')
  await once(server, 'listening')
  return () => server.close()
}
