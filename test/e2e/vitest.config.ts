import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig } from 'vitest/config'
import base from '../../vitest.config.ts'

const { test, ...shared } = base
const root = fileURLToPath(new URL('../..', import.meta.url))
/** What a user sees is timed with the machine to itself, and its release brings the kinds. */
const ALONE = ['test/e2e/install.test.ts']
const timeouts = { testTimeout: 180_000, hookTimeout: 900_000 }

/** As the main configuration, for the tests in real pods: one cluster for all files, of which two run at a time, each with a release of its own. */
export default mergeConfig(shared, defineConfig({
  root,
  test: {
    globalSetup: ['test/e2e/harness/shared-cluster.ts'],
    projects: [
      { ...shared, root, test: { ...test, ...timeouts, name: 'alone', include: ALONE, maxWorkers: 1, sequence: { groupOrder: 1 } } },
      { ...shared, root, test: { ...test, ...timeouts, name: 'together', include: ['test/e2e/**/*.test.ts'], exclude: [...test?.exclude ?? [], ...ALONE], maxWorkers: 2, sequence: { groupOrder: 2 } } }
    ]
  }
}))
