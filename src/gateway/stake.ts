/** Where the gateway learns who has stake, as configured. */
import { STAKE_CLASSES, hypertensorOracle, staticOracle } from '@subnetes/auth'
import { Env, SubnetesError, readChoice, readInteger, readOptional, readStringList } from '@subnetes/common'
import type { StakeClass, StakeOracle } from '@subnetes/auth'
import type { Environment, Logger } from '@subnetes/common'

/** A file, or the chain. */
export type StakeSource = { readonly file: string } | { readonly endpoints: readonly string[], readonly subnetId: number }

/** Stake in the configuration of a gateway. */
export interface StakeConfig {
  readonly stake: StakeSource | undefined
  readonly requireStake: StakeClass | undefined
}

/** Reads the environment. @throws {SubnetesError} `invalid_argument` naming the variable, what was read and what is allowed */
export function readStake (env: Environment): StakeConfig {
  const stake = readSource(env)
  const requireStake = readChoice(env, Env.RequireStake, STAKE_CLASSES)
  if (requireStake !== undefined && stake === undefined) {
    throw new SubnetesError('invalid_argument', `environment variable ${Env.RequireStake} is ${JSON.stringify(requireStake)}, and nobody can be asked for stake; set ${Env.StakeFile} or ${Env.StakeEndpoints}`)
  }
  return { stake, requireStake }
}

/** The oracle of a source; it is not started yet. @throws {SubnetesError} `invalid_argument` for endpoints that are no WebSocket URLs */
export function openStakeOracle (source: StakeSource, logger: Logger): StakeOracle {
  return 'file' in source ? staticOracle(source)({ logger }) : hypertensorOracle(source)({ logger })
}

function readSource (env: Environment): StakeSource | undefined {
  const file = readOptional(env, Env.StakeFile)
  const endpoints = readStringList(env, Env.StakeEndpoints)
  if (endpoints.length === 0) return file === undefined ? undefined : { file }
  if (file !== undefined) throw new SubnetesError('invalid_argument', `both ${Env.StakeFile} and ${Env.StakeEndpoints} are set; stake has one source, so unset one of them`)
  return { endpoints: Object.freeze(endpoints), subnetId: readInteger(env, Env.StakeSubnetId, { min: 0, max: 0xffffffff }) }
}
