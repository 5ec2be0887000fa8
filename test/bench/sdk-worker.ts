/** The echo service as the SDK serves it: compute and runner in one process. */
import { serveWorker } from '@subnetes/worker'
import { ECHO_PROTO, echo, flood } from './echo-service.ts'

await serveWorker({ proto: ECHO_PROTO, handlers: { rpc_echo: echo, rpc_flood: flood } })
