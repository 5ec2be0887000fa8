import { expect, it } from 'vitest'
import { computeEnd } from './local-worker.ts'

it('says why compute does not run, in the words of the manifest', () => {
  expect(computeEnd({ computeStarts: 4, computeLastExit: 'could not be started: program "x" was not found; check SUBNETES_COMPUTE_COMMAND and the PATH' }))
    .toBe('compute (start 4) could not be started: program "x" was not found; check spec.worker.local.command and the PATH')
  expect(computeEnd({ computeStarts: 1, computeLastExit: 'exit code 7; it printed nothing' })).toBe('compute ended: exit code 7; it printed nothing')
})
