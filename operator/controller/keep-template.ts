/** When workers must not be restarted. Pure. */
import type { Manifest } from '../resources/kube-object.ts'
import { Label } from '../resources/names.ts'

/**
 * While the author has changed nothing about the workers, their pods stay as they were made, even when this version of the operator would make them otherwise:
 * an upgrade of the operator must not restart running workers. `always` keeps them whatever the author has changed: workers for a schema that is not served.
 */
export function keepTemplate (wanted: Manifest, observed: Manifest | undefined, init: { always?: boolean } = {}): Manifest {
  const template = (observed?.['spec'] as Readonly<Record<string, unknown>> | undefined)?.['template']
  if (template === undefined) return wanted
  const made = hashesOf(observed)
  const would = hashesOf(wanted)
  const isChangedByAuthor = made[Label.TemplateHash] !== would[Label.TemplateHash]
  if (made[Label.PodHash] === would[Label.PodHash] || (isChangedByAuthor && init.always !== true)) return wanted
  return { ...wanted, metadata: { ...wanted.metadata, annotations: { ...wanted.metadata.annotations, ...made } }, spec: { ...wanted['spec'] as object, template } }
}

function hashesOf (deployment: Manifest | undefined): Record<string, string> {
  const annotations = deployment?.metadata.annotations ?? {}
  return { [Label.TemplateHash]: annotations[Label.TemplateHash] ?? '', [Label.PodHash]: annotations[Label.PodHash] ?? '' }
}
