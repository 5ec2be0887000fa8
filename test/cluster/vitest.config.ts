import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig } from 'vitest/config'
import base from '../../vitest.config.ts'

const { test, ...shared } = base

/** As the main configuration, for the tests that need a real API server. One file at a time: some start a control plane of their own. */
export default mergeConfig(shared, defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    ...test,
    include: ['test/cluster/**/*.test.ts'],
    globalSetup: ['test/cluster/harness/shared-cluster.ts'],
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 120_000
  }
}))
