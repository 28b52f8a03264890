/**
 * A machine is healthy when its services are: `startup` until it holds, then `liveness` up to `retries` times,
 * every `interval` seconds, each at most `timeout`. Services of one host are asked in the order they depend.
 */

import { unhealthy } from '../faults/health.ts'
import type { HealthCheck, Service } from '../plan.ts'
import type { SshSession } from '../world.ts'
import { enterSystem, expectedHostKey } from './remote.ts'
import type { Task } from './task.ts'

export const checkHealth = async (task: Task<'checkHealth'>): Promise<void> => {
  const { host, effect, bench, signal, tell } = task
  const session = await enterSystem(bench, effect.address, expectedHostKey(host, bench), signal)
  if (!session.ok) return tell({ type: 'broke', fault: session.fault })
  const services = inOrder(bench.plan.services.filter(service => service.host === host.name))
  for (const { name } of services)
    tell({ type: 'healthChanged', service: name, state: 'waiting', detail: '' })
  const healthy = await allHealthy(services, session.value, task)
  session.value.close()
  const system = await bench.builds.system(host)
  if (healthy && system.ok) tell({ type: 'becameHealthy', system: system.value.toplevel })
}

const allHealthy = async (
  services: readonly Service[],
  session: SshSession,
  task: Task<'checkHealth'>,
): Promise<boolean> => {
  for (const service of services) {
    const why =
      service.health === null ? null : await becomesHealthy(service.health, session, task, service.name)
    if (task.signal.aborted) return false
    const state = why === null ? 'healthy' : 'failing'
    task.tell({ type: 'healthChanged', service: service.name, state, detail: why ?? '' })
    if (why !== null) {
      task.tell({ type: 'broke', fault: unhealthy(task.host.name, service.name, why) })
      return false
    }
  }
  return true
}

/** Null when it is healthy, else why it is not. */
const becomesHealthy = async (
  health: HealthCheck,
  session: SshSession,
  task: Task<'checkHealth'>,
  service: string,
): Promise<string | null> => {
  const { signal, bench, tell } = task
  const holds = async (command: string): Promise<string | null> => {
    const output = await session.exec(command, { timeout: health.timeout * 1000, signal })
    if (!output.ok) return output.fault.message
    return output.value.exitCode === 0 ? null : `"${command}" ended with ${output.value.exitCode}`
  }
  const pause = () => bench.world.clock.sleep(health.interval * 1000, signal)

  if (health.startup !== null) {
    for (
      let why = await holds(health.startup);
      why !== null && !signal.aborted;
      why = await holds(health.startup)
    ) {
      tell({ type: 'healthChanged', service, state: 'starting', detail: why })
      await pause()
    }
  }
  if (health.liveness === null) return null
  let why = await holds(health.liveness)
  for (let left = health.retries; why !== null && left > 0 && !signal.aborted; left--) {
    await pause()
    why = await holds(health.liveness)
  }
  return why
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
