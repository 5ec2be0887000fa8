/** The gateway module: what `subnetes up --module`, or SUBNETES_GATEWAY_MODULES of a gateway on its own, names. */
import { MinerProtocol } from './miner-protocol.ts'
import type { GatewayPartFactory } from '@subnetes/gateway'

/** Time between rounds in milliseconds; a minute when unset. */
const ROUND_INTERVAL = 'MINER_ROUND_INTERVAL_MS'

/** The protocols of this module. */
export const protocols: readonly GatewayPartFactory[] = [
  (gateway) => {
    const text = process.env[ROUND_INTERVAL]
    return new MinerProtocol(gateway, text === undefined ? {} : { roundIntervalMs: positive(text) })
  }
]

function positive (text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new Error(`environment variable ${ROUND_INTERVAL} is ${JSON.stringify(text)}; allowed is a whole number of milliseconds above 0`)
}
