/** A Protocol as gateways are told of it: the manifest's methods joined with the schema's, every default resolved. */
import { SubnetesError } from '@subnetes/common'
import { subnetes } from '@subnetes/proto'
import type { CompiledMethod, CompiledSchema } from './compiled-schema.ts'
import type { Protocol, ProtocolMethod } from './gen/protocol.ts'

/** Seconds that a method without an override may take from dispatch: the CRD's default of `methods[].timeoutSeconds`. */
export const DEFAULT_METHOD_TIMEOUT_SECONDS = 300

/**
 * The fields of a `subnetes.v1.ProtocolAssignment`.
 *
 * @throws {SubnetesError} `invalid_argument` as {@link checkMethods}
 */
export function toAssignment (protocol: Protocol, compiled: CompiledSchema): subnetes.v1.ProtocolAssignment.$Properties {
  checkMethods(protocol, compiled)
  const { metadata, spec } = protocol
  const { maxPending, maxPendingPerPeer, timeoutSeconds } = spec.autoscaling.hold
  return {
    name: metadata.name,
    generation: metadata.generation ?? 1,
    service: compiled.fullName,
    handlerPrefix: spec.schema.handlerPrefix ?? '',
    methods: compiled.methods.map((method) => toMethod(method, overrideOf(protocol, method.name))),
    descriptorSet: compiled.descriptorSet,
    proto: compiled.proto,
    concurrency: spec.worker.concurrency,
    hold: { maxPending, maxPendingPerPeer, timeoutSeconds },
    accessJson: toJson(spec.access),
    queue: { ...spec.queue },
    namespace: metadata.namespace ?? ''
  }
}

function toMethod (method: CompiledMethod, override: ProtocolMethod | undefined): subnetes.v1.Method.$Properties {
  return {
    name: method.name,
    requestStream: method.requestStream,
    responseStream: method.responseStream,
    requestType: method.requestType,
    responseType: method.responseType,
    timeoutSeconds: override?.timeoutSeconds ?? DEFAULT_METHOD_TIMEOUT_SECONDS,
    idempotent: override?.idempotent ?? false,
    maxRequestBytes: override?.maxRequestBytes ?? 0,
    mode: override?.mode === 'Queued' ? subnetes.v1.Mode.MODE_QUEUED : subnetes.v1.Mode.MODE_INTERACTIVE,
    accessJson: toJson(override?.access)
  }
}

/**
 * What only manifest and schema together can show.
 *
 * @throws {SubnetesError} `invalid_argument` with every problem: an override of a method that the schema does not have, a drain shorter than a call,
 * a queued method that takes a stream, a signature asked of messages that cannot carry one
 */
export function checkMethods (protocol: Protocol, compiled: CompiledSchema): void {
  const problems = [...unknownOverrides(protocol, compiled), ...compiled.methods.flatMap((method) => methodProblems(protocol, method))]
  if (problems.length === 0) return
  const body = problems.length === 1 ? problems.join() : `${problems.length} problems:\n  ${problems.join('\n  ')}`
  throw new SubnetesError('invalid_argument', `protocol "${protocol.metadata.name}": ${body}`, { details: { name: protocol.metadata.name } })
}

function unknownOverrides (protocol: Protocol, { fullName, methods }: CompiledSchema): string[] {
  const there = methods.map(({ name }) => name)
  return (protocol.spec.methods ?? []).flatMap(({ name }, index) => there.includes(name)
    ? []
    : [`spec.methods[${index}].name: service ${fullName} has no method "${name}"; it has ${there.join(', ')}`])
}

function methodProblems (protocol: Protocol, method: CompiledMethod): string[] {
  const override = overrideOf(protocol, method.name)
  const problems: string[] = []
  const { gracePeriodSeconds } = protocol.spec.drain
  if (override === undefined && gracePeriodSeconds < DEFAULT_METHOD_TIMEOUT_SECONDS) {
    problems.push(`spec.drain.gracePeriodSeconds: ${gracePeriodSeconds} is below the ${DEFAULT_METHOD_TIMEOUT_SECONDS} s that ${method.name} may take; raise it, or give the method a timeoutSeconds in spec.methods`)
  }
  if (override?.mode === 'Queued' && method.requestStream) {
    problems.push(`spec.methods: ${method.name} takes a stream of requests, which no job can hold; its mode must be Interactive`)
  }
  const access = override?.access ?? protocol.spec.access
  return access?.messageSignature === 'Required' ? [...problems, ...signatureProblems(method)] : problems
}

function signatureProblems (method: CompiledMethod): string[] {
  if (method.requestStream) return [`spec.access.messageSignature: ${method.name} takes a stream of requests, which cannot be signed; override its access in spec.methods`]
  if (method.signable) return []
  return [`spec.access.messageSignature: the messages of ${method.name} have no "auth" field; add subnetes.v1.RequestAuthInfo and ResponseAuthInfo (import "subnetes/v1/auth.proto") or do not require signatures`]
}

function overrideOf (protocol: Protocol, method: string): ProtocolMethod | undefined {
  return protocol.spec.methods?.find(({ name }) => name === method)
}

function toJson (value: object | undefined): string {
  return value === undefined ? '' : JSON.stringify(value)
}
