/** Kubernetes objects as plain JSON. The typed models of a client parse dates and drop what they do not know; neither survives a comparison. */
import type { ObjectMeta } from '@subnetes/api'

/** Any JSON value of an object. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** What all objects have. */
export interface KubeObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMeta
}

/** An object with its other fields unlooked at. */
export interface Manifest extends KubeObject {
  readonly [field: string]: unknown
}
