/**
 * Per-boot passes: what a machine may fetch and say is proven by the random token in its boot script, and by
 * coming from the address that fetched that script. One pass per host; a new boot makes the last one void.
 */
import type { Fact } from './events.ts'
import type { Random } from './world.ts'

const hex = /[0-9a-f]{32}/g

export interface Passes {
  issue(host: string, address: string): string
  holder(token: string, address: string): string | undefined
  /** A kernel prints its command line, a request names its path: no token stays in what is kept. */
  strike(fact: Fact): Fact
}

export const createPasses = (random: Random): Passes => {
  const byToken = new Map<string, { readonly host: string; readonly address: string }>()
  const current = new Map<string, string>()
  const issued = new Set<string>()
  return {
    issue: (host, address) => {
      const token = random.hex(16)
      byToken.delete(current.get(host) ?? '')
      byToken.set(token, { host, address })
      current.set(host, token)
      issued.add(token)
      return token
    },
    holder: (token, address) => {
      const pass = byToken.get(token)
      return pass?.address === address ? pass.host : undefined
    },
    strike: fact => {
      const clean = (line: string) => line.replace(hex, found => (issued.has(found) ? '…' : found))
      if (fact.type === 'logged') return { ...fact, line: clean(fact.line) }
      if (fact.type !== 'exchanged') return fact
      // Cleaned in one piece, which a machine's many traces also lie in memory as.
      const [line = '', ...detail] = clean([fact.line, ...fact.detail].join('\n')).split('\n')
      return { ...fact, line, detail }
    },
  }
}
