/** What every Kubernetes object carries, as far as manifests of a Protocol and the operator use it. */

/** Metadata of an object (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/). */
export interface ObjectMeta {
  readonly name: string
  readonly namespace?: string
  readonly generateName?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly uid?: string
  readonly resourceVersion?: string
  readonly selfLink?: string
  /** Grows with every change of the spec. */
  readonly generation?: number
  /** RFC 3339 text. */
  readonly creationTimestamp?: string | null
  readonly deletionTimestamp?: string | null
  readonly deletionGracePeriodSeconds?: number
  readonly finalizers?: readonly string[]
  readonly ownerReferences?: ReadonlyArray<Readonly<Record<string, unknown>>>
  readonly managedFields?: ReadonlyArray<Readonly<Record<string, unknown>>>
}
