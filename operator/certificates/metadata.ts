/** Metadata of what belongs to the installation and to no Protocol. */
import type { ObjectMeta } from '@subnetes/api'
import { Label } from '../resources/names.ts'

/** Name, namespace and labels. No owner: the authority must outlive a removed release, or the next one would be believed by nobody. */
export function installationMetadata (instance: string, namespace: string, name: string): ObjectMeta {
  return {
    name: `${instance}-${name}`,
    namespace,
    labels: {
      'app.kubernetes.io/name': 'subnetes',
      'app.kubernetes.io/instance': instance,
      'app.kubernetes.io/part-of': 'subnetes',
      'app.kubernetes.io/managed-by': 'subnetes-operator',
      [Label.Component]: 'certificates'
    }
  }
}
