import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig } from 'vitest/config'
import base from '../../vitest.config.ts'

const { test, ...shared } = base

/** As the main configuration, for the tests in real pods: one cluster for all files, one file at a time. */
export default mergeConfig(shared, defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    ...test,
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/e2e/harness/shared-cluster.ts'],
    maxWorkers: 1,
    testTimeout: 180_000,
    hookTimeout: 900_000
  }
}))
