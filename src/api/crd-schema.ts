/** The parts of a CustomResourceDefinition that our generator and validator read (apiextensions.k8s.io/v1, structural schemas only). */

/** A CEL rule of a schema (https://kubernetes.io/docs/reference/using-api/cel/). */
export interface CelRule {
  readonly rule: string
  readonly message: string
  readonly fieldPath?: string
}

/** A node of a structural schema. */
export interface CrdSchema {
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'boolean'
  readonly description?: string
  readonly properties?: Readonly<Record<string, CrdSchema>>
  readonly required?: readonly string[]
  readonly items?: CrdSchema
  readonly default?: unknown
  readonly enum?: readonly string[]
  readonly format?: string
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean
  readonly 'x-kubernetes-list-type'?: 'map' | 'set' | 'atomic'
  readonly 'x-kubernetes-list-map-keys'?: readonly string[]
  readonly 'x-kubernetes-validations'?: readonly CelRule[]
}

/** One served version of a kind. */
export interface CrdVersion {
  readonly name: string
  readonly served: boolean
  readonly storage: boolean
  readonly schema: { readonly openAPIV3Schema: CrdSchema }
  readonly subresources?: Readonly<Record<string, unknown>>
  readonly selectableFields?: ReadonlyArray<{ readonly jsonPath: string }>
  readonly additionalPrinterColumns?: ReadonlyArray<Readonly<Record<string, unknown>>>
}

/** The definition of a kind. */
export interface CustomResourceDefinition {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string }
  readonly spec: {
    readonly group: string
    readonly scope: string
    readonly names: Readonly<Record<string, string | readonly string[]>>
    readonly versions: readonly CrdVersion[]
  }
}

/** Schema of the version that manifests are written in. @throws {TypeError} when the definition has none */
export function storedSchema (crd: CustomResourceDefinition): CrdSchema {
  const stored = crd.spec.versions.find((version) => version.storage)
  if (stored === undefined) throw new TypeError(`${crd.metadata.name} has no stored version`)
  return stored.schema.openAPIV3Schema
}

/** A field met by {@link walkSchema}. */
export interface SchemaField {
  /** As in errors of the API server, `spec.methods[].name`; empty for the object itself. */
  readonly path: string
  readonly schema: CrdSchema
  readonly required: boolean
}

/** Every field of a schema, parents before children, in the order they are written. */
export function * walkSchema (schema: CrdSchema, path = '', required = true): Generator<SchemaField> {
  yield { path, schema, required }
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    yield * walkSchema(child, path === '' ? name : `${path}.${name}`, schema.required?.includes(name) === true)
  }
  if (schema.items !== undefined) yield * walkSchema(schema.items, `${path}[]`, true)
}
