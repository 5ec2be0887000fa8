/** Our own policy as a rule of the simulator. */
import { decide, TICK_SECONDS } from '../decide.ts'
import { resolveScalingOptions } from '../options.ts'
import { initialScalingState } from '../state.ts'
import type { ScalingInit } from '../options.ts'
import type { PoolPolicyFactory } from './pool-policy.ts'

/** The policy with `init` beside what the pool says of itself. */
export function subnetesPolicy (init: ScalingInit = {}): PoolPolicyFactory {
  return (settings) => {
    const { concurrency, deadlineSeconds, min, max } = settings
    const options = resolveScalingOptions({ concurrency, deadlineSeconds, min, max, coldSeconds: settings.coldStartSeconds, ...init })
    let state = initialScalingState({ replicas: settings.startReplicas }, options)
    return {
      periodSeconds: TICK_SECONDS,
      isPushed: true,
      isDraining: true,
      decide (sample, isActivation) {
        const decision = decide(state, [isActivation ? { ...sample, activation: true } : sample], sample.t, options)
        state = decision.state
        return decision.desired
      }
    }
  }
}
