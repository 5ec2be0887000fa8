/** KEDA's ExternalScaler: publishes the wanted slots of Protocols that KEDA scales (docs/operations.md). */
import { Server, ServerCredentials } from '@grpc/grpc-js'
import type { ServerUnaryCall, ServerWritableStream, ServiceDefinition, sendUnaryData } from '@grpc/grpc-js'
import { SubnetesError, formatAddress, parseAddress, toGrpcCode } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import { externalscaler } from '@subnetes/proto'
import type { ScaleReport } from '@subnetes/scaling'
import type { LeaderPart } from '../controller/leader-term.ts'
import type { ProtocolsView } from '../protocols/protocols-view.ts'
import { SLOTS_METRIC, poolMetric } from './pool-metric.ts'
import type { PoolMetric } from './pool-metric.ts'

/** Options of {@link ExternalScaler}. */
export interface ExternalScalerInit {
  /** `HOST:PORT`; port 0 picks a free one. */
  readonly listen: string
  /** How often open streams are looked at. @default 500 */
  readonly lookMs?: number
  /** Milliseconds of the clock of the reports. @default performance.now */
  readonly now?: () => number
}

/** Components of {@link ExternalScaler}. */
export interface ExternalScalerComponents {
  readonly protocols: Pick<ProtocolsView, 'get'>
  /** What the scaler saw last of a pool. */
  readonly scaler: { readonly report: (protocolKey: string) => ScaleReport | undefined }
  readonly logger: Logger
  /** @default plaintext: nothing but counts is to be read here */
  readonly credentials?: ServerCredentials
}

/** Key of a trigger's metadata that names the Protocol, when the ScaledObject is not called as it is. */
export const PROTOCOL_METADATA = 'protocol'

/** KEDA has one connection for all ScaledObjects, and up to two streams open for each. */
const MAX_STREAMS = 20_000
const MAX_REQUEST_BYTES = 64 * 1024

type Ref = externalscaler.ScaledObjectRef
type Active = externalscaler.IsActiveResponse.$Properties
type Specs = externalscaler.GetMetricSpecResponse.$Properties
type Values = externalscaler.GetMetricsResponse.$Properties
type Unary<Q, A> = (call: ServerUnaryCall<Q, A>, callback: sendUnaryData<A>) => void

/** A stream that is told a value whenever it differs from the one before. */
interface Follower { readonly look: () => void }

/**
 * Listens only while this process leads: a Service in front of several operators then finds the one that knows, since the others refuse the connection and KEDA tries again.
 * KEDA goes from N to 0 by its own cooldown and asks nobody's leave; the drain of whatever it takes away is ours all the same.
 */
export class ExternalScaler implements LeaderPart {
  readonly #init: ExternalScalerInit
  readonly #components: ExternalScalerComponents
  readonly #logger: Logger
  readonly #followers = new Set<Follower>()
  readonly #now: () => number
  #server: Server | undefined
  #timer: NodeJS.Timeout | undefined
  #address: string | undefined

  constructor (init: ExternalScalerInit, components: ExternalScalerComponents) {
    this.#init = init
    this.#components = components
    this.#logger = components.logger.child({ component: 'external-scaler' })
    this.#now = init.now ?? (() => performance.now())
  }

  /** Where it listens, undefined while it does not. */
  get address (): string | undefined {
    return this.#address
  }

  /** @throws {SubnetesError} `unavailable` when the address cannot be bound, naming it */
  async lead (): Promise<void> {
    if (this.#server !== undefined) return
    const server = new Server({
      'grpc.max_concurrent_streams': MAX_STREAMS,
      'grpc.max_receive_message_length': MAX_REQUEST_BYTES,
      'grpc.keepalive_time_ms': 30_000,
      'grpc.keepalive_timeout_ms': 10_000
    })
    server.addService(SERVICE, {
      IsActive: this.#unary<Ref, Active>((ref) => ({ result: this.#metric(ref).isActive })),
      GetMetricSpec: this.#unary<Ref, Specs>((ref) => specsOf(this.#metric(ref))),
      GetMetrics: this.#unary<externalscaler.GetMetricsRequest, Values>((request) => this.#values(request)),
      StreamIsActive: this.#stream<Active>((ref) => ({ result: this.#metric(ref).isActive })),
      StreamMetricSpec: this.#stream<Specs>((ref) => specsOf(this.#metric(ref)))
    })
    this.#server = server
    const wanted = parseAddress(this.#init.listen, 'KEDA listen address')
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(formatAddress(wanted), this.#components.credentials ?? ServerCredentials.createInsecure(), (error, bound) => {
        if (error !== null) reject(new SubnetesError('unavailable', `cannot serve KEDA on ${this.#init.listen}: ${error.message}`, { cause: error }))
        else resolve(bound)
      })
    })
    this.#address = formatAddress('path' in wanted ? wanted : { host: wanted.host, port })
    this.#timer = setInterval(() => { for (const { look } of [...this.#followers]) look() }, this.#init.lookMs ?? 500)
    this.#logger.info('KEDA may ask', { address: this.#address })
  }

  async stop (): Promise<void> {
    clearInterval(this.#timer)
    this.#server?.forceShutdown()
    this.#address = undefined
  }

  #metric (ref: externalscaler.ScaledObjectRef.$Properties | null | undefined): PoolMetric {
    const name = ref?.scalerMetadata?.[PROTOCOL_METADATA] ?? ref?.name ?? ''
    const key = `${ref?.namespace ?? ''}/${name}`
    return poolMetric({ key, view: this.#components.protocols.get(key), report: this.#components.scaler.report(key), now: this.#now() })
  }

  #values ({ scaledObjectRef, metricName }: externalscaler.GetMetricsRequest): Values {
    if (metricName !== SLOTS_METRIC) throw new SubnetesError('not_found', `no metric "${metricName}"; there is ${SLOTS_METRIC}`)
    const { slots } = this.#metric(scaledObjectRef)
    return { metricValues: [{ metricName, metricValue: Math.ceil(slots), metricValueFloat: slots }] }
  }

  #unary<Q, A> (answer: (request: Q) => A): Unary<Q, A> {
    return (call, callback) => {
      try {
        callback(null, answer(call.request))
      } catch (error) {
        callback(statusOf(error))
      }
    }
  }

  /** Sends the answer at once and whenever it has become another one. A pool that is not known for the moment ends no stream. */
  #stream<A> (answer: (ref: Ref) => A): (call: ServerWritableStream<Ref, A>) => void {
    return (call) => {
      let sent = ''
      const look = (): void => {
        try {
          const value = answer(call.request)
          const text = JSON.stringify(value)
          if (text !== sent) call.write(value)
          sent = text
        } catch (error) {
          if (SubnetesError.from(error).code === 'unavailable') return
          this.#followers.delete(follower)
          call.emit('error', statusOf(error))
        }
      }
      const follower: Follower = { look }
      this.#followers.add(follower)
      for (const end of ['cancelled', 'close', 'error'] as const) call.once(end, () => { this.#followers.delete(follower) })
      look()
    }
  }
}

function specsOf ({ target }: PoolMetric): Specs {
  return { metricSpecs: [{ metricName: SLOTS_METRIC, targetSize: target, targetSizeFloat: target }] }
}

function statusOf (error: unknown): { code: number, details: string } {
  const { code, message } = SubnetesError.from(error, 'internal')
  return { code: toGrpcCode(code), details: message }
}

interface Reader<Q> { readonly decode: (bytes: Uint8Array) => Q }
interface Writer<A> { readonly encode: (message: A) => { readonly finish: () => Uint8Array } }

function method<Q, A> (name: string, request: Reader<Q>, answer: Writer<A>, responseStream = false): ServiceDefinition[string] {
  return {
    path: `/externalscaler.ExternalScaler/${name}`,
    requestStream: false,
    responseStream,
    requestSerialize: () => { throw new SubnetesError('unimplemented', 'the serving end sends no requests') },
    requestDeserialize: (bytes: Buffer) => request.decode(bytes),
    responseSerialize: (message: A) => Buffer.from(answer.encode(message).finish()),
    responseDeserialize: () => { throw new SubnetesError('unimplemented', 'the serving end reads no answers') }
  }
}

const { ScaledObjectRef, IsActiveResponse, GetMetricSpecResponse, GetMetricsRequest, GetMetricsResponse } = externalscaler

const SERVICE: ServiceDefinition = {
  IsActive: method('IsActive', ScaledObjectRef, IsActiveResponse),
  StreamIsActive: method('StreamIsActive', ScaledObjectRef, IsActiveResponse, true),
  GetMetricSpec: method('GetMetricSpec', ScaledObjectRef, GetMetricSpecResponse),
  GetMetrics: method('GetMetrics', GetMetricsRequest, GetMetricsResponse),
  StreamMetricSpec: method('StreamMetricSpec', ScaledObjectRef, GetMetricSpecResponse, true)
}
