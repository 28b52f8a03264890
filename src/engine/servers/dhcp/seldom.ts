/**
 * Keeps repeated and flooding packets out of the journal: within a window a source is told of once per thing, and
 * at most so many times. Bounded in memory: the source that came first is forgotten first.
 */
export interface Seldom {
  /** Whether this is to be told now. */
  allows(source: string, thing: string, now: number): boolean
}

const longestMemory = 4096

export const createSeldom = (windowMs: number, most: number): Seldom => {
  const sources = new Map<string, { since: number; told: string[] }>()
  const begin = (source: string, thing: string, now: number): true => {
    sources.delete(source)
    sources.set(source, { since: now, told: [thing] })
    if (sources.size > longestMemory) sources.delete(sources.keys().next().value ?? '')
    return true
  }
  return {
    allows: (source, thing, now) => {
      const seen = sources.get(source)
      if (seen === undefined || now - seen.since >= windowMs || now < seen.since)
        return begin(source, thing, now)
      if (seen.told.length >= most || seen.told.includes(thing)) return false
      seen.told.push(thing)
      return true
    },
  }
}
