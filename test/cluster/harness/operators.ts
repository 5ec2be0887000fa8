/** Operators as processes of their own, as they run in a cluster. */
import { startOperator } from '../../support/processes.ts'
import type { ListeningProcess, OperatorWhere } from '../../support/processes.ts'
import { eventually } from './program.ts'
import { STAGE_NAMESPACE } from './scaling-stage.ts'

/** A running operator. */
export interface TestOperator extends ListeningProcess<OperatorWhere> {
  /** Its role in `/readyz`. */
  readonly role: () => Promise<string>
  /** The samples of a metric, by the rest of their line (labels, `_sum`, `_count`). */
  readonly metric: (name: string) => Promise<ReadonlyMap<string, number>>
}

/** Starts one at a cluster. @param env more of its environment */
export async function startTestOperator (kubeconfig: string, env: Readonly<Record<string, string>> = {}): Promise<TestOperator> {
  return testOperator(await startOperator({ KUBECONFIG: kubeconfig, SUBNETES_NAMESPACE: STAGE_NAMESPACE, ...env }))
}

/** A running operator with what tests ask of it. */
export function testOperator (started: ListeningProcess<OperatorWhere>): TestOperator {
  const get = async (path: string): Promise<string> => await (await fetch(`http://${started.where.http}${path}`, { signal: AbortSignal.timeout(5000) })).text()
  return {
    ...started,
    role: async () => /"role":"(\w+)"/.exec(await get('/readyz'))?.[1] ?? '',
    metric: async (name) => {
      const lines = (await get('/metrics')).split('\n').filter((line) => line.startsWith(name))
      return new Map(lines.map((line) => [line.slice(name.length, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]))
    }
  }
}

/** Waits until it leads. */
export async function leading (operator: TestOperator, timeoutMs = 30_000): Promise<TestOperator> {
  await eventually('the operator leads', async () => await operator.role() === 'leader' || undefined, timeoutMs)
  return operator
}

/** Waits until it has looked so many times more at its pools: whatever it was going to do, it has had the time. */
export async function looks (operator: TestOperator, count: number): Promise<void> {
  const read = async (): Promise<number> => (await operator.metric('subnetes_operator_decision_seconds')).get('_count') ?? 0
  const before = await read()
  await eventually(`${count} more looks`, async () => await read() >= before + count || undefined, 10_000 + count * 3000)
}
