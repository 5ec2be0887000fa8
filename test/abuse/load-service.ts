/** The service that everybody in the abuse test calls. */
import { readFileSync } from 'node:fs'
import { loadService as load } from '@subnetes/proto'
import type { ServiceDefinition } from '@subnetes/proto'

/** LoadProtocol of the fixtures. */
export function loadService (): ServiceDefinition {
  return load({ proto: readFileSync(new URL('../fixtures/load/load.proto', import.meta.url), 'utf8') })
}
