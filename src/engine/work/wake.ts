/**
 * Magic packets until the machine is heard from. Firmware that was just given power misses the first ones,
 * and a link may need half a minute of spanning tree: so a few at once, then patiently.
 */
import type { Task } from './task.ts'

const soon = [0, 1000, 2000, 5000]
const later = 15_000

export const wake = async ({ host, bench, signal, tell }: Task<'wake'>): Promise<void> => {
  const { world, plan, endpoint } = bench
  const opened = await world.network.udp({
    address: endpoint.address,
    port: 0,
    broadcast: true,
    receive: () => {},
  })
  if (!opened.ok) return tell({ type: 'broke', fault: opened.fault })
  const socket = opened.value
  const to = { address: endpoint.broadcast, port: plan.provision.ports.wake }
  const packets = host.macs.map(mac => world.network.magicPacket(mac, passwordBytes(host.wakePassword)))
  for (let n = 0; !signal.aborted; n++) {
    await world.clock.sleep(soon[n] ?? later, signal)
    if (signal.aborted) break
    for (const packet of packets)
      socket.send(packet, to, why =>
        tell({ type: 'logged', source: 'install', line: `magic packet not sent: ${why}` }),
      )
    tell({
      type: 'exchanged',
      protocol: 'wol',
      line: `magic packet to ${to.address}:${to.port} for ${host.macs.join(', ')}`,
      detail: [],
    })
    tell({ type: 'woke' })
  }
  await socket.close()
}

/** SecureOn: six bytes as a MAC, or four as an address. */
const passwordBytes = (password: string | null): Uint8Array | null => {
  if (password === null) return null
  return Uint8Array.from(
    password.includes('.')
      ? password.split('.').map(Number)
      : password.split(/[:-]/).map(byte => Number.parseInt(byte, 16)),
  )
}
