/** What the guide works on: this host and its network; or, to try it, a rack that is simulated. */
import type { Engine, Plan } from '../../engine/index.ts'
import type { LaunchFlags } from '../launch.ts'

export interface Ground {
  readonly flags: Omit<LaunchFlags, 'attended' | 'asked' | 'host' | 'wipe'>
  /** Machines are on the loopback interface: simulated. */
  readonly loopback: boolean
  /** The ports and the patience of a lab: no site says them. */
  adapt(plan: Plan): Plan
  /** We serve: simulated machines are switched on. */
  opened(engine: Engine): Promise<void>
  close(): Promise<void>
}

export const realGround = (flags: Ground['flags']): Ground => ({
  flags,
  loopback: false,
  adapt: plan => plan,
  opened: async () => {},
  close: async () => {},
})
