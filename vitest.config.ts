import { defineConfig } from 'vitest/config'

const conditions = ['@subnetes/source', 'node', 'import', 'module', 'default']

/** Tests run from source: the private export condition maps each workspace to its `index.ts`. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['src/**/*.test.ts', 'operator/**/*.test.ts', 'proto/**/*.test.ts', 'test/compliance/**/*.test.ts', 'test/integration/**/*.test.ts', 'test/fuzz/**/*.test.ts', 'test/bench/**/*.test.ts', 'test/interop/recorded-frames.test.ts', 'workers/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'forks',
    // Two at a time: the tests start real processes, and CI has two cores.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000
  }
})
