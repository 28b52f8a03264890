/** The gate the servers stand behind: identity → host → the one decision, and passes for those let in. */
import { decideOffer } from './boot.ts'
import type { Fact } from './events.ts'
import type { Gate } from './gate.ts'
import type { Journey } from './journey.ts'
import { createPasses } from './passes.ts'
import { hostNamed, type Plan } from './plan.ts'
import { createRegistry } from './registry.ts'
import type { Random } from './world.ts'

export interface GateOptions {
  readonly planNow: () => Plan
  readonly random: Random
  readonly journeyOf: (host: string) => Journey | undefined
  readonly tell: (fact: Fact) => void
}

export const createGate = ({ planNow, random, journeyOf, tell }: GateOptions): Gate => {
  const registry = createRegistry(planNow)
  const passes = createPasses(random)
  return {
    decide: identity => {
      const host = registry.hostOf(identity)
      return decideOffer(host, host && journeyOf(host.name))
    },
    issuePass: passes.issue,
    passHolder: (token, address) => {
      const host = passes.holder(token, address)
      return host === undefined ? undefined : hostNamed(planNow(), host)
    },
    tell: fact => {
      if (fact.type === 'phonedHome') {
        const host = hostNamed(planNow(), fact.host)
        if (host !== undefined) registry.learn(host, fact.guest.macs)
      }
      tell(passes.strike(fact))
    },
  }
}
