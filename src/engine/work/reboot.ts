/** Restart the installer, see the machine go, and wait for it to come back with the host key we gave it. */
import { wrongHostKey } from '../faults/install.ts'
import { addressesOf } from './addresses.ts'
import { enterInstaller, enterSystem, expectedHostKey } from './remote.ts'
import type { Task } from './task.ts'

/** As nixos-anywhere does it: pools must be exported, and the command must not wait for its own connection. */
export const restartCommand =
  'umount -R /mnt 2>/dev/null; swapoff -a 2>/dev/null; command -v zpool >/dev/null && zpool export -a; sync; ' +
  '(sleep 0.3; systemctl reboot || reboot || reboot -f) >/dev/null 2>&1 </dev/null &'

const between = 250
/** Asked anew this often while it is away: else the kernel's own next try may be many seconds off when it is back. */
const reach = 2000

export const reboot = async (task: Task<'reboot'>): Promise<void> => {
  const { effect, bench, signal } = task
  const session = await enterInstaller(bench, effect.guest, signal)
  if (session.ok) {
    await session.value.exec(restartCommand, { timeout: 10_000, signal })
    session.value.close()
  }
  const away = { told: false }
  while (!signal.aborted && !(await cameBack(task, away))) await bench.world.clock.sleep(between, signal)
}

/** True when there is nothing more to wait for. */
const cameBack = async (task: Task<'reboot'>, away: { told: boolean }): Promise<boolean> => {
  const { host, effect, bench, signal, tell } = task
  const addresses = await addressesOf(host, bench, [effect.guest.address])
  const seen = await Promise.all(
    addresses.map(async address => ({ address, who: await whoIsThere(task, address) })),
  )
  if (signal.aborted) return true
  const back = seen.find(({ who }) => who === 'installed')
  if (back !== undefined) tell({ type: 'returned', address: back.address })
  // What an earlier run or a neighbour remembers may be somebody else's by now; these two may not.
  const stranger = seen.find(
    ({ who, address }) => who === 'stranger' && [host.address, effect.guest.address].includes(address),
  )
  if (back === undefined && stranger !== undefined)
    tell({ type: 'broke', fault: wrongHostKey(host.name, stranger.address) })
  if (!away.told && !seen.some(({ who }) => who === 'installer')) {
    away.told = true
    tell({ type: 'wentAway' })
  }
  return back !== undefined || stranger !== undefined
}

const whoIsThere = async (
  { host, effect, bench, signal }: Task<'reboot'>,
  address: string,
): Promise<'installed' | 'installer' | 'stranger' | 'nobody'> => {
  const session = await enterSystem(bench, address, expectedHostKey(host, bench), signal, { reach })
  if (session.ok) session.value.close()
  if (session.ok || session.fault.code === 'ssh-key-refused') return 'installed'
  if (session.fault.code !== 'ssh-wrong-host-key') return 'nobody'
  const installer = await enterInstaller(bench, { ...effect.guest, address }, signal, { reach })
  if (installer.ok) installer.value.close()
  return !installer.ok && installer.fault.code === 'ssh-wrong-host-key' ? 'stranger' : 'installer'
}
