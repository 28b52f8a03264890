/**
 * Builds for machines whose site is still being written: installers are there at once, a system only when the
 * machine's own words are in the site. Whoever waits for one waits in an installer that has booted.
 */
import { fail, type Result, succeed } from '../errors.ts'
import { guideLeft } from '../faults/guide.ts'
import { hostNamed, type Plan } from '../plan.ts'
import type { Builds } from '../work/task.ts'

export interface LateBuilds extends Builds {
  /** The site is written: its machines may be built. */
  settle(plan: Plan, builds: Builds): void
  /** Nobody will write it any more: who waits is told so. */
  leave(): void
}

interface Written {
  readonly plan: Plan
  readonly builds: Builds
}

export const createLateBuilds = (installers: Pick<Builds, 'installer'>): LateBuilds => {
  const written = new Map<string, Written>()
  const waiting = new Map<string, ((written: Result<Written>) => void)[]>()
  let left = false

  const writtenFor = (host: string): Promise<Result<Written>> => {
    const known = written.get(host)
    if (known !== undefined) return Promise.resolve(succeed(known))
    if (left) return Promise.resolve(fail(guideLeft(host)))
    return new Promise(resolve => waiting.set(host, [...(waiting.get(host) ?? []), resolve]))
  }

  const answer = (host: string, result: Result<Written>): void => {
    for (const resolve of waiting.get(host) ?? []) resolve(result)
    waiting.delete(host)
  }

  return {
    installer: installers.installer,
    system: async ({ name }) => {
      const site = await writtenFor(name)
      if (!site.ok) return site
      const host = hostNamed(site.value.plan, name)
      return host === undefined ? fail(guideLeft(name)) : site.value.builds.system(host)
    },
    settle: (plan, builds) => {
      for (const { name } of plan.hosts) {
        written.set(name, { plan, builds })
        answer(name, succeed({ plan, builds }))
      }
    },
    leave: () => {
      left = true
      for (const host of [...waiting.keys()]) answer(host, fail(guideLeft(host)))
    },
  }
}
