/** Marks on worker pods: chosen to go, busy, first to be deleted. Few writes: what a pod has already is not written again. */
import type { ApiClient } from '../controller/api-client.ts'
import { Kinds } from '../controller/kinds.ts'
import { Label } from '../resources/names.ts'
import { isMarkedDraining, timeOf } from '../workers/worker-pod.ts'
import type { WorkerPod } from '../workers/worker-pod.ts'
import { DELETION_COST, deletionCost } from './replica-set-order.ts'

/** Annotation: when the pod was chosen to go, RFC 3339; a later leader goes on counting from there. */
export const DRAINING_SINCE = 'subnetes.dev/draining-since'

/** Deletion cost of a pod that is to be deleted next. */
export const FIRST_TO_GO = -1000

const FIELD_MANAGER = 'subnetes-operator-drain'

/** Marks to be changed; what is left out stays. */
export interface MarkChange {
  readonly draining?: boolean
  readonly busy?: boolean
  readonly firstToGo?: boolean
}

/** Writes marks, and reads them with our own last write included, which the informer may not have shown yet. */
export class PodMarks {
  readonly #client: ApiClient
  readonly #written = new Map<string, WorkerPod>()

  constructor (client: ApiClient) {
    this.#client = client
  }

  isDraining (pod: WorkerPod): boolean {
    return isMarkedDraining(this.#newest(pod))
  }

  isBusy (pod: WorkerPod): boolean {
    return isMarkedBusy(this.#newest(pod))
  }

  /** Epoch milliseconds; undefined when it is not draining. */
  drainingSince (pod: WorkerPod): number | undefined {
    return timeOf(this.#newest(pod).metadata.annotations?.[DRAINING_SINCE])
  }

  /** @throws what the API server says; `aborted` when the name is another pod's by now */
  async set (pod: WorkerPod, change: MarkChange, options: { signal: AbortSignal }): Promise<void> {
    const marks = changedMarks(this.#newest(pod), change)
    if (marks === undefined) return
    const { name, namespace, uid = '' } = pod.metadata
    const patch = { metadata: { uid, ...marks } }
    this.#written.set(uid, await this.#client.merge<WorkerPod>(Kinds.Pod, { namespace, name }, { patch, fieldManager: FIELD_MANAGER, ...options }))
  }

  /** Forgets pods that are gone. */
  retain (uids: ReadonlySet<string>): void {
    for (const uid of [...this.#written.keys()]) if (!uids.has(uid)) this.#written.delete(uid)
  }

  #newest (pod: WorkerPod): WorkerPod {
    const written = this.#written.get(pod.metadata.uid ?? '')
    return written !== undefined && versionOf(written) > versionOf(pod) ? written : pod
  }
}

type Values = Record<string, string | null>

/** The fields that differ from what is wanted; undefined when none does. */
function changedMarks (pod: WorkerPod, { draining, busy, firstToGo }: MarkChange): { labels: Values, annotations: Values } | undefined {
  const labels: Values = {}
  const annotations: Values = {}
  if (draining !== undefined && draining !== isMarkedDraining(pod)) {
    labels[Label.Draining] = draining ? 'true' : null
    annotations[DRAINING_SINCE] = draining ? new Date().toISOString() : null
  }
  if (busy !== undefined && busy !== isMarkedBusy(pod)) labels[Label.Busy] = busy ? 'true' : null
  if (firstToGo !== undefined && firstToGo !== (deletionCost(pod) === FIRST_TO_GO)) annotations[DELETION_COST] = firstToGo ? String(FIRST_TO_GO) : null
  return Object.keys(labels).length + Object.keys(annotations).length === 0 ? undefined : { labels, annotations }
}

function isMarkedBusy (pod: WorkerPod): boolean {
  return pod.metadata.labels?.[Label.Busy] === 'true'
}

/** Versions of one object grow (https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions). */
function versionOf (pod: WorkerPod): bigint {
  return BigInt(pod.metadata.resourceVersion ?? 0)
}
