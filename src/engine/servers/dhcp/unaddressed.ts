/**
 * Machines that ask for an address and never take one: the sign that no address server is on their network. A
 * proxy does not hear that server's offers, but it hears the REQUEST that follows one.
 */
export interface Unaddressed {
  /** Whether this DISCOVER makes it certain enough to say so; said once until the machine gets an address. */
  discovered(mac: string, now: number): boolean
  addressed(mac: string): void
}

const enough = 3
const windowMs = 15_000
/** Relays and loops double packets; firmware waits longer than this before it tries again. */
const sameTryMs = 500

export const createUnaddressed = (): Unaddressed => {
  const tries = new Map<string, { first: number; last: number; count: number; said: boolean }>()
  return {
    discovered: (mac, now) => {
      const seen = tries.get(mac)
      if (seen === undefined || (now - seen.first > windowMs && !seen.said)) {
        tries.set(mac, { first: now, last: now, count: 1, said: false })
        return false
      }
      if (now - seen.last < sameTryMs) return false
      seen.last = now
      seen.count += 1
      if (seen.count < enough || seen.said) return false
      seen.said = true
      return true
    },
    addressed: mac => {
      tries.delete(mac)
    },
  }
}
