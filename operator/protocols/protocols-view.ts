/** The Protocols of the installation, as everyone but the API server sees them. */
import type { CompiledSchema, Protocol } from '@subnetes/api'
import type { AssignmentInit } from '@subnetes/control'
import type { ChangeSource } from '../controller/change-source.ts'

/** Why a Protocol is not served as it stands. */
export interface ProtocolProblem {
  /** `Invalid`: the schema, or the object. `Unread`: the ConfigMap of the schema. `HandleTaken`, `NameTaken`: an older Protocol has a handle or the name. */
  readonly reason: 'Invalid' | 'Unread' | 'HandleTaken' | 'NameTaken'
  /** In words, with the way out. */
  readonly message: string
}

/** One Protocol. Immutable: a change gives another one. */
export interface ProtocolView {
  /** `namespace/name` */
  readonly key: string
  /** What gateways, reports and metrics call it: `metadata.name`, which is unique among the Protocols that are served. */
  readonly name: string
  /** With defaults, as the API server stored it; frozen. The status may be a moment old. */
  readonly protocol: Protocol
  /** The newest schema that compiled, also while a newer text is broken. Undefined when none ever has. */
  readonly schema: CompiledSchema | undefined
  /** What gateways are told when it is served: of the newest version without a problem of its own. `generation` grows with what it says, not with `spec.replicas`. */
  readonly assignment: AssignmentInit | undefined
  /** What is wrong with it as it stands, by itself; gateways go on with the last good version, if there was one. */
  readonly problem: ProtocolProblem | undefined
  /** An older Protocol with which it collides: it is not served at all. */
  readonly conflict: ProtocolProblem | undefined
  /** Whether gateways are told of it. */
  readonly isServed: boolean
}

/** All Protocols that the operator watches. */
export interface ProtocolsView extends ChangeSource {
  readonly list: () => readonly ProtocolView[]
  readonly get: (key: string) => ProtocolView | undefined
  /** The served Protocol of a name in a gateway's report. */
  readonly named: (name: string) => ProtocolView | undefined
}
