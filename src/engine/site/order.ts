/**
 * Who may start now. A machine waits for those its services need, which must have come through; and for
 * every machine of a lower wave, which must have ended one way or the other: one machine's failure stops only
 * those that cannot do without it.
 */
import type { PhaseName } from '../journey.ts'
import type { Host, Plan, Service } from '../plan.ts'

/** Where the journeys of a run stand; a host that is not in it takes no part, and is not waited for. */
export type States = ReadonlyMap<string, PhaseName>

export interface Next {
  /** In the order of the site. */
  readonly start: readonly string[]
  /** Pending machines that will not start, and the failed one each of them waits for. */
  readonly blocked: readonly { readonly host: string; readonly by: string }[]
}

/** A machine that is held waits for a word, and does not keep others from installing. */
const idle: readonly PhaseName[] = ['pending', 'held', 'skipped', 'done', 'failed', 'aborted']

/**
 * Whether a machine that went from one phase to another can have brought anybody's turn, its own included: the
 * steps between its start and its end are nobody else's concern.
 */
export const changesTurns = (from: PhaseName, to: PhaseName): boolean =>
  from !== to && (idle.includes(from) || idle.includes(to))

export const nextToStart = (plan: Plan, states: States, parallel = plan.provision.parallel): Next => {
  const pending = plan.hosts.filter(host => host.managed && states.get(host.name) === 'pending')
  const blockers = blockersOf(plan, states)
  const wave = lowestOpen(plan, states, blockers)
  const ready = pending.filter(
    host =>
      host.wave <= wave && !blockers.has(host.name) && host.after.every(name => isThrough(states.get(name))),
  )
  const running = [...states.values()].filter(phase => !idle.includes(phase)).length
  return {
    start: ready.slice(0, Math.max(0, parallel - running)).map(({ name }) => name),
    blocked: pending.flatMap(({ name: host }) => {
      const by = blockers.get(host)
      return by === undefined ? [] : [{ host, by }]
    }),
  }
}

/** Not part of this run, already as it should be, or just made so. */
const isThrough = (phase: PhaseName | undefined): boolean =>
  phase === undefined || phase === 'done' || phase === 'skipped'

/** Failure reaches along what is needed, however far. */
const blockersOf = (plan: Plan, states: States): ReadonlyMap<string, string> => {
  const hosts = new Map(plan.hosts.map(host => [host.name, host]))
  const found = new Map<string, string | undefined>()
  const blockerOf = (name: string): string | undefined => {
    const phase = states.get(name)
    if (phase === 'failed' || phase === 'aborted') return name
    if (phase !== 'pending') return undefined
    if (found.has(name)) return found.get(name)
    found.set(name, undefined)
    for (const need of hosts.get(name)?.after ?? []) {
      const by = blockerOf(need)
      if (by !== undefined) found.set(name, by)
      if (by !== undefined) break
    }
    return found.get(name)
  }
  return new Map(
    plan.hosts.flatMap(({ name }) => {
      const by = states.get(name) === 'pending' ? blockerOf(name) : undefined
      return by === undefined ? [] : [[name, by] as const]
    }),
  )
}

const isEnded = (phase: PhaseName | undefined): boolean =>
  isThrough(phase) || phase === 'failed' || phase === 'aborted'

/** The lowest wave that still has something to do. */
const lowestOpen = (plan: Plan, states: States, blockers: ReadonlyMap<string, string>): number => {
  const open = (host: Host) => host.managed && !isEnded(states.get(host.name)) && !blockers.has(host.name)
  return plan.hosts
    .filter(open)
    .reduce((lowest, { wave }) => Math.min(lowest, wave), Number.POSITIVE_INFINITY)
}

/** The whole order, as if everything went well: each layer starts when those before it are done. */
export const layersOf = (plan: Plan): string[][] => {
  const managed = plan.hosts.filter(({ managed }) => managed)
  const states = new Map<string, PhaseName>(managed.map(({ name }) => [name, 'pending']))
  const layers: string[][] = []
  for (;;) {
    const { start } = nextToStart(plan, states, Number.POSITIVE_INFINITY)
    if (start.length === 0) return layers
    layers.push([...start])
    for (const name of start) states.set(name, 'done')
  }
}

/** The services that cannot do without this one, however far. */
export const dependentsOf = ({ services }: Plan, name: string): readonly Service[] => {
  const found = new Set<Service>()
  const visit = (needed: string): void => {
    for (const service of services) {
      if (!service.dependsOn.includes(needed) || found.has(service)) continue
      found.add(service)
      visit(service.name)
    }
  }
  visit(name)
  return [...found]
}
