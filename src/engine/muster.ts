/**
 * The plan as it is now, and which of its hosts take part: both may grow while the run is under way, for a machine
 * may join that nobody knew of at the start.
 */
import type { Host, Plan } from './plan.ts'

export interface Muster {
  plan(): Plan
  /** Of this run, in the order of the site. */
  hosts(): readonly Host[]
  hostOf(name: string): Host | undefined
  amend(plan: Plan): void
}

/** `only` names the hosts of this run; empty: all managed ones. */
export const createMuster = (first: Plan, only: readonly string[]): Muster => {
  const take = (plan: Plan) => {
    const hosts = plan.hosts.filter(
      ({ managed, name }) => managed && (only.length === 0 || only.includes(name)),
    )
    return { plan, hosts, byName: new Map(hosts.map(host => [host.name, host])) }
  }
  let now = take(first)
  return {
    plan: () => now.plan,
    hosts: () => now.hosts,
    hostOf: name => now.byName.get(name),
    amend: plan => {
      now = take(plan)
    },
  }
}
