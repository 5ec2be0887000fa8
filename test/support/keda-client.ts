/** KEDA's side of the ExternalScaler contract, from the .proto text alone: nothing of the serving end's code is in it. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Client, credentials } from '@grpc/grpc-js'
import protobuf from 'protobufjs'
import { eventually } from './eventually.ts'

const PROTO = fileURLToPath(new URL('../../proto/keda/externalscaler.proto', import.meta.url))
const { root } = protobuf.parse(readFileSync(PROTO, 'utf8'), { keepCase: true })
const service = root.lookupService('externalscaler.ExternalScaler')

/** As KEDA names what it scales. */
export interface ScaledObject { readonly name: string, readonly namespace: string, readonly scalerMetadata?: Readonly<Record<string, string>> }

/** An open stream. */
export interface Followed<A> {
  readonly answers: A[]
  /** gRPC status with which the server ended it. */
  readonly status: () => number | undefined
  readonly cancel: () => void
}

/** What KEDA asks. Errors have gRPC's `code` and `details`. */
export interface KedaClient {
  readonly isActive: (object: ScaledObject) => Promise<boolean>
  readonly metricSpec: (object: ScaledObject) => Promise<Array<{ metricName: string, targetSize: number, targetSizeFloat: number }>>
  /** As KEDA reads it: the float unless it is 0. */
  readonly metric: (object: ScaledObject, metricName: string) => Promise<number>
  readonly followActive: (object: ScaledObject) => Followed<{ result: boolean }>
  readonly followSpec: (object: ScaledObject) => Followed<{ metricSpecs: Array<{ targetSizeFloat: number }> }>
  readonly close: () => void
}

/** Connects without TLS, as `scalerAddress` alone does. */
export function kedaClient (address: string): KedaClient {
  const client = new Client(address, credentials.createInsecure(), { 'grpc.enable_http_proxy': 0, 'grpc.use_local_subchannel_pool': 1 })
  const codec = (name: string): { path: string, write: (message: object) => Buffer, read: (bytes: Buffer) => object } => {
    const method = service.methods[name]
    if (method === undefined) throw new Error(`the contract has no ${name}`)
    const [request, response] = [root.lookupType(`externalscaler.${method.requestType}`), root.lookupType(`externalscaler.${method.responseType}`)]
    return {
      path: `/externalscaler.ExternalScaler/${name}`,
      write: (message) => Buffer.from(request.encode(request.fromObject(message)).finish()),
      read: (bytes) => response.toObject(response.decode(bytes), { longs: Number, defaults: true })
    }
  }
  const ask = async <A>(name: string, message: object): Promise<A> => {
    const { path, write, read } = codec(name)
    return await new Promise<A>((resolve, reject) => {
      client.makeUnaryRequest(path, write, read, message, { deadline: Date.now() + 10_000 }, (error, answer) => {
        if (error !== null) reject(error)
        else resolve(answer as A)
      })
    })
  }
  const follow = <A>(name: string, message: object): Followed<A> => {
    const { path, write, read } = codec(name)
    const answers: A[] = []
    let status: number | undefined
    const call = client.makeServerStreamRequest(path, write, read, message)
    call.on('data', (answer: A) => answers.push(answer))
    call.on('error', (error: { code?: number }) => { status = error.code })
    return { answers, status: () => status, cancel: () => call.cancel() }
  }
  return {
    isActive: async (object) => (await ask<{ result: boolean }>('IsActive', object)).result,
    metricSpec: async (object) => (await ask<{ metricSpecs: Array<{ metricName: string, targetSize: number, targetSizeFloat: number }> }>('GetMetricSpec', object)).metricSpecs,
    metric: async (object, metricName) => {
      const { metricValues } = await ask<{ metricValues: Array<{ metricName: string, metricValue: number, metricValueFloat: number }> }>('GetMetrics', { scaledObjectRef: object, metricName })
      const [value] = metricValues
      if (value === undefined || value.metricName !== metricName) throw new Error(`no value of ${metricName}`)
      return value.metricValueFloat > 0 ? value.metricValueFloat : value.metricValue
    },
    followActive: (object) => follow('StreamIsActive', object),
    followSpec: (object) => follow('StreamMetricSpec', object),
    close: () => client.close()
  }
}

/** Waits for the next answer of a stream. */
export async function nextAnswer<A> (stream: Followed<A>, count: number): Promise<A> {
  await eventually(`answer ${count}`, () => stream.answers.length >= count)
  return stream.answers[count - 1] as A
}
