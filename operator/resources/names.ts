/** Names, labels and ports of what a Protocol owns. */
import { createHash } from 'node:crypto'
import type { Protocol } from '@subnetes/api'

/** Port of the runner's health, readiness, metrics and drain. */
export const RUNNER_HTTP_PORT = 9090

/** Labels and annotations of ours. */
export const Label = {
  /** The Protocol's name, on everything it owns. */
  Protocol: 'subnetes.dev/protocol',
  Component: 'app.kubernetes.io/component',
  /** `true` on pods that run something; the disruption budget holds those. */
  Busy: 'subnetes.dev/busy',
  /** `true` on pods that were chosen to go: they take nothing new. */
  Draining: 'subnetes.dev/draining',
  /** Hash of what its author said about the worker, on pods. */
  TemplateHash: 'subnetes.dev/template-hash',
  /** Hash of the whole pod template as this version of the operator makes it, on Deployments. */
  PodHash: 'subnetes.dev/pod-hash',
  /** On pods whose runner speaks TLS: who signs its certificate, `Own` or `Issued`. */
  Tls: 'subnetes.dev/tls'
} as const

/** The name of all objects that a Protocol owns. Names of Protocols end at 52 characters, so that this is a label too. */
export function workerName (protocol: Protocol): string {
  return `${protocol.metadata.name}-worker`
}

/** What a Deployment selects its pods by; it can never change. */
export function selectorOf (protocol: Protocol): Record<string, string> {
  return { [Label.Component]: 'worker', [Label.Protocol]: protocol.metadata.name }
}

/** {@link selectorOf} as text, for `status.selector`. */
export function selectorText (protocol: Protocol): string {
  return Object.entries(selectorOf(protocol)).map(([name, value]) => `${name}=${value}`).join(',')
}

/** Labels of everything that a Protocol owns. */
export function labelsOf (protocol: Protocol): Record<string, string> {
  return {
    'app.kubernetes.io/name': 'subnetes-worker',
    'app.kubernetes.io/instance': protocol.metadata.name,
    'app.kubernetes.io/part-of': 'subnetes',
    'app.kubernetes.io/managed-by': 'subnetes-operator',
    ...selectorOf(protocol)
  }
}

/**
 * Hash of what the author of the Protocol says about a worker, and of nothing that an operator adds: a new version of the operator changes no hash, and so
 * restarts no worker.
 */
export function templateHash (protocol: Protocol): string {
  const { spec } = protocol
  const known = templateHashes.get(spec)
  if (known !== undefined) return known
  const hash = computeTemplateHash(protocol)
  if (Object.isFrozen(spec)) templateHashes.set(spec, hash)
  return hash
}

/** Of specs that cannot change; every look at a pool asks. */
const templateHashes = new WeakMap<Protocol['spec'], string>()

function computeTemplateHash (protocol: Protocol): string {
  const { template, concurrency, computePort, runner, gpu } = protocol.spec.worker
  const { gracePeriodSeconds } = protocol.spec.drain
  const { mode, issuerRef } = protocol.spec.tls
  // Left out where it is as always: hashes of before there was TLS are the same still.
  const tls = mode === 'Mutual' ? issuerRef : { mode }
  return hashOf({ template, concurrency, computePort, runner, gpu, gracePeriodSeconds, tls })
}

/** Ten hexadecimal digits that are the same for the same JSON, whatever the order of its fields. */
export function hashOf (value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex').slice(0, 10)
}

function canonical (value: unknown): string {
  return JSON.stringify(value, (_, child: unknown) => {
    if (typeof child !== 'object' || child === null || Array.isArray(child)) return child
    return Object.fromEntries(Object.entries(child).toSorted(([a], [b]) => a < b ? -1 : 1))
  }) ?? 'none'
}
