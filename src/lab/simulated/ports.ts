/** Ports for a lab that needs no privileges, and stands in nobody's way. */

import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Ports } from '../../engine/plan.ts'

/** Below the ports the kernel gives to outgoing connections: a machine's own must not take its SSH port. */
const lowest = 12_000
const highest = 32_000

/** Tries until eight ports in a row are free on loopback, for UDP and TCP alike. */
export const freePorts = async (): Promise<Ports> => {
  for (;;) {
    const base = randomInt(lowest, highest)
    const row = Array.from({ length: 8 }, (_, n) => base + n)
    if ((await Promise.all(row.map(isFree))).every(free => free)) return portsFrom(base)
  }
}

const portsFrom = (base: number): Ports => ({
  ...{ dhcp: base, client: base + 1, relay: base + 2, proxy: base + 3 },
  ...{ tftp: base + 4, http: base + 5, wake: base + 6, ssh: base + 7 },
})

const isFree = async (port: number): Promise<boolean> => {
  const udp = createSocket('udp4')
  const tcp = createServer()
  try {
    udp.bind(port, '127.0.0.1')
    tcp.listen(port, '127.0.0.1')
    await Promise.all([once(udp, 'listening'), once(tcp, 'listening')])
    return true
  } catch {
    return false
  } finally {
    udp.close()
    tcp.close()
  }
}
