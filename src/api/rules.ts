/**
 * The CEL rules of `crd.yaml` once more in code, for manifests that no API server sees, and the rules that only one of the two places has.
 *
 * A test holds the table against the CRD: every CEL rule has an entry with its message, every entry that is not `local` has its CEL rule.
 */
import type { Protocol } from './gen/protocol.ts'

/** Where a manifest is going to run: from `subnetes up`, or in a cluster. */
export type Target = 'local' | 'cluster'

/** One rule that types and ranges cannot say. */
export interface ProtocolRule {
  readonly id: string
  /** Path of the schema node that carries the CEL rule. */
  readonly at: string
  /** Path of the field that the message is about. */
  readonly path: string
  readonly message: string
  /** `both` when it holds everywhere. */
  readonly target: Target | 'both'
  /** Whether the (defaulted, correctly typed) object keeps the rule. */
  readonly holds: (protocol: Protocol) => boolean
}

/** Every rule, in the order in which they are reported. */
export const PROTOCOL_RULES: readonly ProtocolRule[] = [
  {
    id: 'min-below-max',
    at: 'spec',
    path: 'spec.autoscaling.minReplicas',
    message: 'autoscaling.minReplicas must not be above autoscaling.maxReplicas',
    target: 'both',
    holds: ({ spec }) => spec.autoscaling.minReplicas <= spec.autoscaling.maxReplicas
  },
  {
    id: 'activation-below-max',
    at: 'spec',
    path: 'spec.autoscaling.activationReplicas',
    message: 'autoscaling.activationReplicas must not be above autoscaling.maxReplicas',
    target: 'both',
    holds: ({ spec }) => spec.autoscaling.activationReplicas <= spec.autoscaling.maxReplicas
  },
  {
    id: 'grace-covers-calls',
    at: 'spec',
    path: 'spec.drain.gracePeriodSeconds',
    message: 'drain.gracePeriodSeconds must not be below the timeoutSeconds of an Interactive method, or a drain would cut its calls',
    target: 'both',
    holds: ({ spec }) => (spec.methods ?? []).every((method) => method.mode !== 'Interactive' || method.timeoutSeconds <= spec.drain.gracePeriodSeconds)
  },
  {
    id: 'one-schema',
    at: 'spec.schema',
    path: 'spec.schema',
    message: 'give the schema exactly once, as proto, configMapRef or file',
    target: 'both',
    holds: ({ spec }) => [spec.schema.proto, spec.schema.configMapRef, spec.schema.file].filter((given) => given !== undefined).length === 1
  },
  {
    id: 'no-file-in-cluster',
    at: 'spec.schema',
    path: 'spec.schema.file',
    message: 'schema.file is read by "subnetes up" only; in a cluster put the text into schema.proto or a ConfigMap named by schema.configMapRef',
    target: 'cluster',
    holds: ({ spec }) => spec.schema.file === undefined
  },
  {
    id: 'no-config-map-locally',
    at: 'spec.schema',
    path: 'spec.schema.configMapRef',
    message: 'schema.configMapRef needs a cluster; for "subnetes up" put the text into schema.proto or a file named by schema.file',
    target: 'local',
    holds: ({ spec }) => spec.schema.configMapRef === undefined
  },
  {
    id: 'template-in-cluster',
    at: 'spec.worker',
    path: 'spec.worker',
    message: 'worker.template is required in a cluster',
    target: 'cluster',
    holds: ({ spec }) => spec.worker.template !== undefined
  },
  {
    id: 'command-locally',
    at: 'spec.worker',
    path: 'spec.worker.local',
    message: 'worker.local.command is required for "subnetes up"; it starts the same program that the container runs, as local: { command: [node, main.ts] }',
    target: 'local',
    holds: ({ spec }) => spec.worker.local !== undefined
  },
  {
    id: 'container-named-worker',
    at: 'spec.worker',
    path: 'spec.worker.template',
    message: 'worker.template must have a container named "worker"',
    target: 'both',
    holds: ({ spec }) => spec.worker.template === undefined || spec.worker.template.spec.containers.some((container) => container.name === 'worker')
  },
  {
    id: 'port-not-the-runners',
    at: 'spec.worker',
    path: 'spec.worker.computePort',
    message: 'worker.computePort must not be 50051, the port of the runner',
    target: 'both',
    holds: ({ spec }) => spec.worker.computePort !== 50051
  },
  {
    id: 'shared-gpu-once',
    at: 'spec.worker.gpu',
    path: 'spec.worker.gpu.count',
    message: 'gpu.count must be 0 or 1 for a resource whose name ends in .shared; a share cannot be added up',
    target: 'both',
    holds: ({ spec }) => spec.worker.gpu === undefined || !spec.worker.gpu.resourceName.endsWith('.shared') || spec.worker.gpu.count <= 1
  }
]
