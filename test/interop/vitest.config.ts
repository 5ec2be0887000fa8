import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig } from 'vitest/config'
import base from '../../vitest.config.ts'

const { test, ...shared } = base

/** As the main configuration, for the tests that need foreign peers. One file at a time: each starts several processes. */
export default mergeConfig(shared, defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    ...test,
    include: ['test/interop/**/*.test.ts'],
    globalSetup: ['test/interop/hivemind-python.ts'],
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 120_000
  }
}))
