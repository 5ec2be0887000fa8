/** A namespace for one test file. */
import { afterAll, beforeAll } from 'vitest'
import { must } from './kubectl.ts'
import type { Kubectl } from './kubectl.ts'

/** Makes a namespace before the tests of the file that calls this, and lets the cluster delete it after them. @returns its name, once the tests run */
export function testNamespace (kubectl: Kubectl): () => string {
  const name = `test-${process.pid}-${Date.now().toString(36)}`
  beforeAll(async () => { await must(kubectl(['create', 'namespace', name])) })
  afterAll(async () => { await kubectl(['delete', 'namespace', name, '--wait=false']) })
  return () => name
}
