/** How `status --watch` and the screen look at machines, again and again: with the same eyes. */
import type { Host } from '../engine/plan.ts'
import { type HealthOf, healthNow, type ServiceHealth } from '../engine/work/services.ts'
import type { HostStatus } from '../engine/work/status/answer.ts'
import { askStatus } from '../engine/work/status/ask.ts'
import { createStatusWatch, type StatusWatch, type Watching } from '../engine/work/status/watch.ts'
import type { World } from '../engine/world.ts'
import type { Installed } from './installed.ts'

/** Milliseconds: journals are long, and a stranger does not become ours twice a second. */
const remembersFor = 10_000
/** And a check may be work for the machine that is checked. */
const asksHealthEvery = 10_000

export const watchInstalled = (
  { hosts, plan, asking, renewed }: Installed,
  { clock }: Pick<World, 'clock'>,
  changed: NonNullable<Watching['changed']> = () => {},
): StatusWatch => {
  let known = { at: clock.now(), asking: Promise.resolve(asking) }
  const healthOf = everySoOften(healthNow(plan.services), clock)
  const again = async (): Promise<typeof asking> => {
    if (clock.now() >= known.at + remembersFor) known = { at: clock.now(), asking: renewed() }
    return known.asking
  }
  const ask = async (host: Host, signal: AbortSignal): Promise<HostStatus> => {
    const status = await askStatus(host, { ...(await known.asking), healthOf, signal })
    if (status.state !== 'foreign' || signal.aborted) return status
    return askStatus(host, { ...(await again()), healthOf, signal })
  }
  return createStatusWatch({ hosts, clock, ask, changed })
}

/** In between, what was answered last. */
const everySoOften = (ask: HealthOf, { now }: Pick<World['clock'], 'now'>): HealthOf => {
  const answers = new Map<string, { readonly at: number; readonly health: readonly ServiceHealth[] }>()
  return async (host, session, signal) => {
    const last = answers.get(host.name)
    if (last !== undefined && now() < last.at + asksHealthEvery) return last.health
    const health = await ask(host, session, signal)
    answers.set(host.name, { at: now(), health })
    return health
  }
}
