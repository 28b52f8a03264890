/**
 * Who needs whom. Services say it; it holds for the hosts they run on. A host we never touch is no one's to
 * wait for, but whatever it needs is still needed through it.
 */
import type { SiteHost } from './schema.ts'
import { isManaged, named, type Survey } from './survey.ts'

export interface Need {
  readonly host: string
  /** `web needs db`. */
  readonly why: string
}

/** Of services, by name; only those that are there. */
export const serviceNeeds = ({ services }: Survey): Map<string, string[]> => {
  const known = new Set(services.map(([name]) => name))
  return new Map(
    services.map(([name, { depends_on }]) => [name, (depends_on ?? []).filter(other => known.has(other))]),
  )
}

/** Of hosts, as their services say it. */
export const hostNeeds = (survey: Survey): Map<string, Need[]> => {
  const home = new Map(survey.services.map(([name, { host }]) => [name, host ?? '']))
  const needs = new Map<string, Need[]>(survey.hosts.map(([name]) => [name, []]))
  for (const [service, others] of serviceNeeds(survey))
    for (const other of others) {
      const [from, to] = [home.get(service) ?? '', home.get(other) ?? '']
      if (from !== to && needs.has(to)) needs.get(from)?.push({ host: to, why: `${service} needs ${other}` })
    }
  return needs
}

/** The machines that must be done before a host may start. */
export const managedNeeds = (survey: Survey): Map<string, string[]> => {
  const direct = hostNeeds(survey)
  const managed = (name: string) => isManaged(named(survey.site.hosts, name) ?? ({} as SiteHost))
  return new Map(survey.hosts.map(([name]) => [name, [...reached(name, direct, managed)]]))
}

const reached = (
  start: string,
  needs: ReadonlyMap<string, readonly Need[]>,
  isEnd: (name: string) => boolean,
): Set<string> => {
  const seen = new Set<string>()
  const ends = new Set<string>()
  const follow = (name: string): void => {
    for (const { host } of needs.get(name) ?? []) {
      if (host === start || seen.has(host)) continue
      seen.add(host)
      if (isEnd(host)) ends.add(host)
      else follow(host)
    }
  }
  follow(start)
  return ends
}

/** Circles, each closed by its first name: one for every way back that a walk meets. */
export const circles = (names: readonly string[], next: (name: string) => readonly string[]): string[][] => {
  const found: string[][] = []
  const left = new Set(names)
  const walk = (name: string, way: readonly string[]): void => {
    const start = way.indexOf(name)
    if (start >= 0) found.push([...way.slice(start), name])
    else if (left.delete(name)) for (const one of new Set(next(name))) walk(one, [...way, name])
  }
  for (const name of names) walk(name, [])
  return found
}

/** A host that says no wave goes with the latest of those it needs. */
export const wavesOf = (
  { hosts }: Survey,
  needs: ReadonlyMap<string, readonly string[]>,
): Map<string, number> => {
  const written = new Map(hosts.map(([name, { wave }]) => [name, wave]))
  const waves = new Map<string, number>()
  const waveOf = (name: string): number => {
    const known = waves.get(name)
    if (known !== undefined) return known
    // Whoever comes back here in a circle finds this; circles are reported elsewhere.
    waves.set(name, firstWave)
    const wave = written.get(name) ?? Math.max(firstWave, ...(needs.get(name) ?? []).map(waveOf))
    waves.set(name, wave)
    return wave
  }
  for (const [name] of hosts) waveOf(name)
  return waves
}

const firstWave = 1
