/** Why nothing was heard any more: what was awaited, told from everything that is known of the machine. */
import type { Fault } from './errors.ts'
import { servicesSilent } from './faults/health.ts'
import { silence } from './faults/journey.ts'
import type { Plan } from './plan.ts'
import { dependentsOf } from './site/order.ts'
import type { MachineState } from './snapshot.ts'

/** A held machine that nobody spoke for fails with what it was held for. */
export const silenceOf = (
  plan: Plan,
  { journey, services }: Pick<MachineState, 'journey' | 'services'>,
  seconds: number,
): Fault => {
  const { host, phase } = journey
  if (phase.name === 'held') return phase.fault
  // They are asked one after the other: the first that is not healthy is the one that was waited for.
  const awaited = Object.entries(services).find(([, { state }]) => state !== 'healthy')
  if (phase.name !== 'healthChecking' || awaited === undefined) return silence(host, phase.name, seconds)
  const [service, { detail }] = awaited
  return servicesSilent({ host, service, why: detail, seconds, blocks: dependentsOf(plan, service) })
}
