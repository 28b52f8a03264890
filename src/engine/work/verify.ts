/** It came back: is it the machine, a new boot, and the very system that was installed? */
import { type Result, succeed } from '../errors.ts'
import { notRebooted, oldSystem, verificationRefused } from '../faults/install.ts'
import { bootId, currentSystem, enterSystem, expectedHostKey, isPassing } from './remote.ts'
import type { Bench, Task } from './task.ts'

export const verify = async ({ host, effect, bench, signal, tell }: Task<'verify'>): Promise<void> => {
  const { address, guest } = effect
  const hostKey = expectedHostKey(host, bench)
  const wanted = await bench.builds.system(host)
  if (!wanted.ok) return tell({ type: 'broke', fault: wanted.fault })
  const seen = await lookUntilAnswered(() => look(bench, address, hostKey, signal), bench, signal)
  if (!seen.ok) {
    const refused = seen.fault.code === 'ssh-key-refused'
    return tell({ type: 'broke', fault: refused ? verificationRefused(host.name, address) : seen.fault })
  }
  const { boot, running } = seen.value
  if (boot === guest.bootId) return tell({ type: 'broke', fault: notRebooted(host.name) })
  const system = wanted.value.toplevel
  if (running !== system) return tell({ type: 'broke', fault: oldSystem(host.name, running, system) })
  const saved = await bench.records.save(host.name, { hostKey, system, address, at: bench.world.clock.now() })
  if (!saved.ok) tell({ type: 'logged', source: 'install', line: saved.fault.message })
  tell({
    type: 'verified',
    address,
    system,
    services: bench.plan.services.some(service => service.host === host.name),
  })
}

interface Seen {
  readonly boot: string
  readonly running: string
}

const look = async (
  bench: Bench,
  address: string,
  hostKey: string,
  signal: AbortSignal,
): Promise<Result<Seen>> => {
  const session = await enterSystem(bench, address, hostKey, signal)
  if (!session.ok) return session
  const boot = await bootId(session.value, signal)
  const running = await currentSystem(session.value, signal)
  session.value.close()
  if (!boot.ok) return boot
  return running.ok ? succeed({ boot: boot.value, running: running.value }) : running
}

/** A system that has just started has much to do, and may keep us waiting: the phase's deadline bounds the tries. */
const lookUntilAnswered = async (
  look: () => Promise<Result<Seen>>,
  { world }: Bench,
  signal: AbortSignal,
): Promise<Result<Seen>> => {
  let seen = await look()
  while (!seen.ok && isPassing(seen.fault) && !signal.aborted) {
    await world.clock.sleep(1000, signal)
    seen = await look()
  }
  return seen
}
