/** Limits of the gateway towards peers: environment -> options. */
import { Env, readInteger, readOptional } from '@subnetes/common'
import {
  DEFAULT_HANDSHAKES_PER_SECOND, DEFAULT_MAX_CONNECTIONS, DEFAULT_MAX_CONNECTIONS_PER_ADDRESS, DEFAULT_MAX_CONNECTIONS_PER_PEER,
  DEFAULT_MAX_HELD_BYTES, DEFAULT_MAX_HELD_BYTES_PER_PEER, DEFAULT_MAX_STREAMS_PER_PEER
} from '@subnetes/rpc'
import type { Environment } from '@subnetes/common'

/** Share of what the process may have at most (cgroup) that is its budget: the rest is room for the collector. */
const BUDGET_SHARE = 0.8

/** The budget where nothing limits the process. 1 GiB: three times what 1000 connections and 8192 calls take. */
export const DEFAULT_MEMORY_BUDGET_MIB = 1024

/** Limits towards peers. */
export interface LimitsConfig {
  readonly maxConnections: number
  readonly maxConnectionsPerPeer: number
  readonly maxConnectionsPerAddress: number
  readonly handshakesPerSecond: number
  readonly maxStreamsPerPeer: number
  /** Of one peer on all protocols together; undefined leaves it to the protocols' own rules. */
  readonly requestsPerSecond: number | undefined
  readonly requestBurst: number | undefined
  readonly memoryBudgetBytes: number
}

/** Reads the environment. @throws {SubnetesError} `invalid_argument` naming the variable, what was read and what is allowed */
export function readLimits (env: Environment): LimitsConfig {
  const count = (name: string, fallback: number): number => readInteger(env, name, { default: fallback, min: 1, max: 1_000_000 })
  const optional = (name: string): number | undefined => readOptional(env, name) === undefined ? undefined : readInteger(env, name, { min: 1, max: 1_000_000 })
  return Object.freeze({
    maxConnections: count(Env.MaxConnections, DEFAULT_MAX_CONNECTIONS),
    maxConnectionsPerPeer: count(Env.MaxConnectionsPerPeer, DEFAULT_MAX_CONNECTIONS_PER_PEER),
    maxConnectionsPerAddress: count(Env.MaxConnectionsPerAddress, DEFAULT_MAX_CONNECTIONS_PER_ADDRESS),
    handshakesPerSecond: count(Env.HandshakesPerSecond, DEFAULT_HANDSHAKES_PER_SECOND),
    maxStreamsPerPeer: count(Env.MaxStreamsPerPeer, DEFAULT_MAX_STREAMS_PER_PEER),
    requestsPerSecond: optional(Env.RequestsPerSecond),
    requestBurst: optional(Env.RequestBurst),
    memoryBudgetBytes: readInteger(env, Env.MemoryBudget, { default: defaultBudgetMib(), min: 64, max: 1_048_576 }) * 1024 * 1024
  })
}

/** What requests may hold in memory before they are handed on: a part of the budget, of which no peer gets more than a quarter. */
export function heldBytes ({ memoryBudgetBytes }: LimitsConfig): { maxHeldBytes: number, maxHeldBytesPerPeer: number } {
  const maxHeldBytes = Math.min(DEFAULT_MAX_HELD_BYTES, memoryBudgetBytes / 4)
  return { maxHeldBytes, maxHeldBytesPerPeer: Math.min(DEFAULT_MAX_HELD_BYTES_PER_PEER, maxHeldBytes / 4) }
}

function defaultBudgetMib (): number {
  const limit = process.constrainedMemory()
  // Unlimited reads as 0 or as a number that no machine has.
  if (limit === 0 || limit > 2 ** 50) return DEFAULT_MEMORY_BUDGET_MIB
  return Math.max(64, Math.floor(limit * BUDGET_SHARE / 1024 / 1024))
}
