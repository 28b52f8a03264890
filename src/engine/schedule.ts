/** Who starts next: after every change, the hosts whose turn has come start, and those who wait in vain fail. */
import type { Fact } from './events.ts'
import { blockedBy } from './faults/health.ts'
import type { Journey } from './journey.ts'
import type { Plan } from './plan.ts'
import { nextToStart } from './site/order.ts'

export const schedule = (plan: Plan, journeys: readonly Journey[], tell: (fact: Fact) => void): void => {
  const phases = new Map(journeys.map(({ host, phase }) => [host, phase]))
  const states = new Map(journeys.map(({ host, phase }) => [host, phase.name]))
  const { start, blocked } = nextToStart(plan, states)
  for (const { host, by } of blocked)
    tell({ type: 'broke', host, fault: blockedBy(host, by, phases.get(by)) })
  for (const host of start) tell({ type: 'started', host })
}
