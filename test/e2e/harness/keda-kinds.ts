/** KEDA's own definition of its kind, out of its Go module. KEDA itself does not run here: what it would ask of the operator is asked by tests. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.ts'

/** Its release. */
const KEDA_VERSION = '2.21.0'

/** Path of the definition of ScaledObject. */
export async function scaledObjectKind (): Promise<string> {
  const { Dir } = JSON.parse(await run(['go', 'mod', 'download', '-json', `github.com/kedacore/keda/v2@v${KEDA_VERSION}`], { cwd: tmpdir() })) as { Dir: string }
  return join(Dir, 'config/crd/bases/keda.sh_scaledobjects.yaml')
}
