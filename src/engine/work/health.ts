/** Verified is not healthy: the services of a new system are waited for before anybody depends on them. */
import { unhealthy } from '../faults/health.ts'
import { dependentsOf } from '../site/order.ts'
import { enterSystem, expectedHostKey } from './remote.ts'
import { firstUnhealthy } from './services.ts'
import type { Task } from './task.ts'

export const checkHealth = async (task: Task<'checkHealth'>): Promise<void> => {
  const { host, effect, bench, signal, tell } = task
  const session = await enterSystem(bench, effect.address, expectedHostKey(host, bench), signal)
  if (!session.ok) return tell({ type: 'broke', fault: session.fault })
  const services = bench.plan.services.filter(service => service.host === host.name)
  const sick = await firstUnhealthy(services, {
    ...{ session: session.value, clock: bench.world.clock, signal },
    changed: (service, state, detail) => tell({ type: 'healthChanged', service, state, detail }),
  })
  session.value.close()
  if (sick !== null) {
    const blocks = dependentsOf(bench.plan, sick.service)
    return tell({ type: 'broke', fault: unhealthy({ host: host.name, ...sick, blocks }) })
  }
  const system = await bench.builds.system(host)
  if (system.ok) tell({ type: 'becameHealthy', system: system.value.toplevel })
}
