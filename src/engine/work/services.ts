/**
 * A machine is healthy when its services are: `startup` until it holds, then `liveness` up to `retries` times,
 * every `interval` seconds, each at most `timeout`. Services of one host are asked in the order they depend.
 */
import type { ServiceState } from '../events.ts'
import { plainLines } from '../plain-text.ts'
import type { HealthCheck, Host, Service } from '../plan.ts'
import type { Clock, SshOutput, SshSession } from '../world.ts'

export interface Watch {
  readonly session: SshSession
  readonly clock: Clock
  /** The only bound there is on a service that is still starting. */
  readonly signal: AbortSignal
  changed(service: string, state: ServiceState, detail: string): void
}

/** The first that does not become healthy, and why; null when all of them did. */
export const firstUnhealthy = async (
  services: readonly Service[],
  watch: Watch,
): Promise<{ readonly service: string; readonly why: string } | null> => {
  const ordered = inOrder(services)
  for (const { name } of ordered) watch.changed(name, 'waiting', '')
  for (const { name, health } of ordered) {
    const why = health === null ? null : await becomesHealthy(health, name, watch)
    if (watch.signal.aborted) return { service: name, why: why ?? 'there was no more time' }
    watch.changed(name, why === null ? 'healthy' : 'failing', why ?? '')
    if (why !== null) return { service: name, why }
  }
  return null
}

/** How a service does right now. */
export interface ServiceHealth {
  readonly service: string
  /** Null when its checks hold. */
  readonly why: string | null
}

/** What the services of this machine answer. */
export type HealthOf = (
  host: Host,
  session: SshSession,
  signal: AbortSignal,
) => Promise<readonly ServiceHealth[]>

/** Asked once, all of them at the same time and none for long: whoever asks wants to know, not to wait. */
export const healthNow =
  (services: readonly Service[]): HealthOf =>
  (host, session, signal) =>
    Promise.all(
      services
        .filter(service => service.host === host.name)
        .flatMap(({ name, health }) => {
          if (health === null) return []
          const { startup, liveness, timeout } = health
          const holds = asker(session, Math.min(timeout, longestLook), signal)
          const first = startup === null ? Promise.resolve(null) : holds(startup)
          const both = first.then(why => why ?? (liveness === null ? null : holds(liveness)))
          return [both.then(why => ({ service: name, why }))]
        }),
    )

/** Seconds. */
const longestLook = 10

/** Null when the check holds, else why it does not. */
const asker =
  (session: SshSession, seconds: number, signal: AbortSignal) =>
  async (command: string): Promise<string | null> => {
    const output = await session.exec(command, { timeout: seconds * 1000, signal })
    if (!output.ok) return output.fault.message
    return output.value.exitCode === 0 ? null : `"${command}" ended with ${said(output.value)}`
  }

/** Null when it is healthy, else why it is not. */
const becomesHealthy = async (health: HealthCheck, service: string, watch: Watch): Promise<string | null> => {
  const { session, signal, clock, changed } = watch
  const holds = asker(session, health.timeout, signal)
  const pause = () => clock.sleep(health.interval * 1000, signal)
  const first = health.startup ?? health.liveness
  if (first !== null) changed(service, 'starting', `"${first}" has not answered yet`)

  if (health.startup !== null) {
    let why = await holds(health.startup)
    while (why !== null && !signal.aborted) {
      changed(service, 'starting', why)
      await pause()
      why = await holds(health.startup)
    }
  }
  if (health.liveness === null) return null
  let why = await holds(health.liveness)
  for (let left = health.retries; why !== null && left > 0 && !signal.aborted; left--) {
    changed(service, 'starting', why)
    await pause()
    why = await holds(health.liveness)
  }
  return why
}

/** The last thing it said tells most. */
const said = ({ exitCode, stdout, stderr }: SshOutput): string => {
  const last = [...plainLines(stdout), ...plainLines(stderr)].at(-1)
  return last === undefined ? `${exitCode}, without a word` : `${exitCode}: ${last}`
}

/** Dependencies first; the site's checks made sure that there is no cycle. */
const inOrder = (services: readonly Service[]): readonly Service[] => {
  const byName = new Map(services.map(service => [service.name, service]))
  const ordered = new Set<Service>()
  const visit = (service: Service): void => {
    for (const name of service.dependsOn) {
      const dependency = byName.get(name)
      if (dependency !== undefined && !ordered.has(dependency)) visit(dependency)
    }
    ordered.add(service)
  }
  services.forEach(visit)
  return [...ordered]
}
