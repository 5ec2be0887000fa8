import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { packageVersion } from './package-version.ts'

const manifest = new URL('./package.json', import.meta.url)

test.each([
  ['a checkout', './index.ts'],
  ['a build', './dist/index.js']
])('is that of the package in %s', (_, path) => {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  expect(packageVersion(new URL(path, import.meta.url).href)).toBe(version)
})

test('is unknown where there is no package.json', () => {
  expect(packageVersion(new URL('./no/such/folder/file.js', import.meta.url).href)).toBe('unknown')
})
