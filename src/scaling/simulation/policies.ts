/** The rules by the names of `npm run simulate -- --policy`. */
import { SubnetesError } from '@subnetes/common'
import { hpaConcurrency, hpaUse, kedaList, kedaPushed } from './hpa.ts'
import { kpa } from './kpa.ts'
import { fixedPool, ray } from './ray.ts'
import { subnetesPolicy } from './subnetes-policy.ts'
import type { PoolPolicyFactory } from './pool-policy.ts'

/** All rules. */
export const POLICIES: Readonly<Record<string, PoolPolicyFactory>> = {
  subnetes: subnetesPolicy(),
  'subnetes-lean': subnetesPolicy({ headroomPercent: 60, keepPenaltyColdStartsPercent: 200 }),
  'subnetes-window': subnetesPolicy({ scaleDown: { policy: 'Window' } }),
  'hpa-concurrency': hpaConcurrency,
  'hpa-use': hpaUse,
  'keda-list': kedaList,
  'keda-pushed': kedaPushed,
  kpa: kpa(),
  'kpa-300': kpa(300),
  ray: ray(),
  fixed: fixedPool(2)
}

/** Those a run compares when nothing is said. */
export const DEFAULT_POLICIES: readonly string[] = ['subnetes', 'hpa-concurrency', 'keda-list', 'kpa']

/**
 * The rule of a name.
 *
 * @throws {SubnetesError} `not_found` naming those there are
 */
export function findPolicy (name: string): PoolPolicyFactory {
  const factory = POLICIES[name]
  if (factory === undefined) throw new SubnetesError('not_found', `policy ${name} does not exist: there are ${Object.keys(POLICIES).join(', ')}`)
  return factory
}
