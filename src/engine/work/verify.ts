/** It came back: is it the machine, a new boot, and the very system that was installed? */
import { notRebooted, oldSystem, verificationRefused } from '../faults/install.ts'
import { bootId, currentSystem, enterSystem, expectedHostKey } from './remote.ts'
import type { Task } from './task.ts'

export const verify = async ({ host, effect, bench, signal, tell }: Task<'verify'>): Promise<void> => {
  const { address, guest } = effect
  const hostKey = expectedHostKey(host, bench)
  const wanted = await bench.builds.system(host)
  if (!wanted.ok) return tell({ type: 'broke', fault: wanted.fault })
  const session = await enterSystem(bench, address, hostKey, signal)
  if (!session.ok) {
    const refused = session.fault.code === 'ssh-key-refused'
    return tell({ type: 'broke', fault: refused ? verificationRefused(host.name, address) : session.fault })
  }
  const boot = await bootId(session.value, signal)
  const running = await currentSystem(session.value, signal)
  session.value.close()
  if (!boot.ok) return tell({ type: 'broke', fault: boot.fault })
  if (!running.ok) return tell({ type: 'broke', fault: running.fault })
  if (boot.value === guest.bootId) return tell({ type: 'broke', fault: notRebooted(host.name) })
  const system = wanted.value.toplevel
  if (running.value !== system)
    return tell({ type: 'broke', fault: oldSystem(host.name, running.value, system) })
  const saved = await bench.records.save(host.name, { hostKey, system, address, at: bench.world.clock.now() })
  if (!saved.ok) tell({ type: 'logged', source: 'install', line: saved.fault.message })
  tell({
    type: 'verified',
    address,
    system,
    services: bench.plan.services.some(service => service.host === host.name),
  })
}
