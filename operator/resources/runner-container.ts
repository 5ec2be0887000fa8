/** The runner beside compute. */
import { Env, RUNNER_PORT } from '@subnetes/common'
import type { Protocol } from '@subnetes/api'
import { RUNNER_HTTP_PORT } from './names.ts'

/** A container, as far as it is ours. */
export type Container = Readonly<Record<string, unknown>>

/** What a runner has of the installation: certificates, and the way to Redis. */
export interface RunnerLinks { readonly env: readonly Container[], readonly mounts: readonly Container[] }

/** Time of the grace period that is left for the end of compute and of connections. */
const STOP_MARGIN_SECONDS = 10

/** Name of the runner's container and of its volume. */
export const RUNNER_NAME = 'subnetes-runner'

/** Asks the runner to finish what runs; answered when it is idle. Only then does SIGTERM reach the container. */
export const DRAIN_HOOK = { httpGet: { path: '/drain', port: RUNNER_HTTP_PORT, scheme: 'HTTP' } } as const

/** The ports that others reach. */
export const RUNNER_PORTS = [{ name: 'grpc', containerPort: RUNNER_PORT, protocol: 'TCP' }, { name: 'http', containerPort: RUNNER_HTTP_PORT, protocol: 'TCP' }] as const

/** The variables that a runner reads, also when it is a part of compute. */
export function runnerEnvironment (protocol: Protocol): Container[] {
  const { worker, drain, queue } = protocol.spec
  const computeListen = worker.runner === 'Sidecar' ? [{ name: Env.ComputeListen, value: `127.0.0.1:${worker.computePort}` }] : []
  return [
    { name: Env.RunnerListen, value: `0.0.0.0:${RUNNER_PORT}` },
    { name: Env.HttpListen, value: `0.0.0.0:${RUNNER_HTTP_PORT}` },
    ...computeListen,
    ...identityEnvironment(protocol),
    { name: Env.DrainSeconds, value: String(Math.max(1, drain.gracePeriodSeconds - STOP_MARGIN_SECONDS)) },
    { name: Env.ComputeStartSeconds, value: String(protocol.spec.autoscaling.activationTimeoutSeconds) },
    { name: Env.Queue, value: JSON.stringify(queue) }
  ]
}

/** The variables that compute beside a runner reads. */
export function computeEnvironment (protocol: Protocol): Container[] {
  return [{ name: Env.ComputeListen, value: `127.0.0.1:${protocol.spec.worker.computePort}` }, ...identityEnvironment(protocol)]
}

function identityEnvironment (protocol: Protocol): Container[] {
  return [
    { name: Env.Protocol, value: protocol.metadata.name },
    { name: Env.Namespace, value: protocol.metadata.namespace ?? 'default' },
    { name: Env.WorkerId, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
    { name: Env.Concurrency, value: String(protocol.spec.worker.concurrency) }
  ]
}

/** A native sidecar: it starts before compute and ends after it. Its start must not wait for compute, which starts only after it, so `/readyz` is no start-up probe. */
export function runnerContainer (protocol: Protocol, image: string, links: RunnerLinks): Container {
  return {
    name: RUNNER_NAME,
    image,
    restartPolicy: 'Always',
    ports: RUNNER_PORTS,
    env: [...runnerEnvironment(protocol), ...links.env],
    startupProbe: probe('/healthz', { periodSeconds: 1, failureThreshold: 60 }),
    livenessProbe: probe('/healthz', { periodSeconds: 10, failureThreshold: 6 }),
    readinessProbe: READINESS,
    resources: { requests: { cpu: '50m', memory: '96Mi' }, limits: { memory: '256Mi' } },
    securityContext: {
      allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, runAsNonRoot: true, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' }
    },
    volumeMounts: [{ name: RUNNER_NAME, mountPath: '/tmp' }, ...links.mounts]
  }
}

function probe (path: string, init: { periodSeconds: number, failureThreshold: number }): Container {
  return { httpGet: { path, port: RUNNER_HTTP_PORT, scheme: 'HTTP' }, timeoutSeconds: 2, ...init }
}

/** Ready when runner and compute are, and no drain has begun that cannot be taken back. */
export const READINESS: Container = probe('/readyz', { periodSeconds: 2, failureThreshold: 2 })
