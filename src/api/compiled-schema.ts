/** What a schema comes to once it is compiled: plain data that crosses threads and processes. */
import type { MethodShape } from '@subnetes/common'

/** One method of a compiled schema. */
export interface CompiledMethod extends MethodShape {
  /** Full names of the message types, without a leading dot. */
  readonly requestType: string
  readonly responseType: string
  /** Request and response both have a message field `auth`, so messages can be signed. */
  readonly signable: boolean
}

/** A protobuf service that may be served. */
export interface CompiledSchema {
  /** Short name, as it stands in handles. */
  readonly service: string
  /** `<package>.<Service>` */
  readonly fullName: string
  readonly methods: readonly CompiledMethod[]
  /** Serialized google.protobuf.FileDescriptorSet. */
  readonly descriptorSet: Uint8Array
  /** The text as its author wrote it. */
  readonly proto: string
}
