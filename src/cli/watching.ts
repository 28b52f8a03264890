/** How `status --watch` and the screen look at machines, again and again: with the same eyes. */
import type { Host } from '../engine/plan.ts'
import type { HostStatus } from '../engine/work/status/answer.ts'
import { askStatus } from '../engine/work/status/ask.ts'
import { createStatusWatch, type StatusWatch, type Watching } from '../engine/work/status/watch.ts'
import type { World } from '../engine/world.ts'
import type { Installed } from './installed.ts'

/** Milliseconds: journals are long, and a stranger does not become ours twice a second. */
const remembersFor = 10_000

export const watchInstalled = (
  { hosts, asking, renewed }: Installed,
  { clock }: Pick<World, 'clock'>,
  changed: NonNullable<Watching['changed']> = () => {},
): StatusWatch => {
  let known = { at: clock.now(), asking: Promise.resolve(asking) }
  const again = async (): Promise<typeof asking> => {
    if (clock.now() >= known.at + remembersFor) known = { at: clock.now(), asking: renewed() }
    return known.asking
  }
  const ask = async (host: Host, signal: AbortSignal): Promise<HostStatus> => {
    const status = await askStatus(host, { ...(await known.asking), signal })
    if (status.state !== 'foreign' || signal.aborted) return status
    return askStatus(host, { ...(await again()), signal })
  }
  return createStatusWatch({ hosts, clock, ask, changed })
}
