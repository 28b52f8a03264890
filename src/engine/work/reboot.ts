/** Restart the installer, see the machine go, and wait for it to come back with the host key we gave it. */
import { wrongHostKey } from '../faults/install.ts'
import { addressesOf } from './addresses.ts'
import { enterInstaller, enterSystem, expectedHostKey } from './remote.ts'
import type { Task } from './task.ts'

/** As nixos-anywhere does it: pools must be exported, and the command must not wait for its own connection. */
const restart =
  'umount -R /mnt 2>/dev/null; swapoff -a 2>/dev/null; command -v zpool >/dev/null && zpool export -a; sync; ' +
  '(sleep 0.3; systemctl reboot || reboot || reboot -f) >/dev/null 2>&1 </dev/null &'

const between = 250

export const reboot = async (task: Task<'reboot'>): Promise<void> => {
  const { effect, bench, signal } = task
  const session = await enterInstaller(bench, effect.guest, signal)
  if (session.ok) {
    await session.value.exec(restart, { timeout: 10_000, signal })
    session.value.close()
  }
  while (!signal.aborted && !(await cameBack(task))) await bench.world.clock.sleep(between, signal)
}

/** True when there is nothing more to wait for. */
const cameBack = async (task: Task<'reboot'>): Promise<boolean> => {
  const { host, effect, bench, signal, tell } = task
  for (const address of await addressesOf(host, bench, [effect.guest.address])) {
    const session = await enterSystem(bench, address, expectedHostKey(host, bench), signal)
    if (signal.aborted) return true
    if (session.ok || session.fault.code === 'ssh-key-refused') {
      if (session.ok) session.value.close()
      tell({ type: 'returned', address })
      return true
    }
    if (session.fault.code !== 'ssh-wrong-host-key') tell({ type: 'wentAway' })
    else if (!(await isStillInstaller(task, address))) {
      tell({ type: 'broke', fault: wrongHostKey(host.name, address) })
      return true
    }
  }
  return false
}

const isStillInstaller = async (
  { effect, bench, signal }: Task<'reboot'>,
  address: string,
): Promise<boolean> => {
  const session = await enterInstaller(bench, { ...effect.guest, address }, signal)
  if (session.ok) session.value.close()
  return session.ok || session.fault.code !== 'ssh-wrong-host-key'
}
