/** The kernel's neighbour table, out of /proc/net/arp (IPv4). */
import { readFile } from 'node:fs/promises'
import type { Network } from '../world.ts'

type Neighbours = Awaited<ReturnType<Network['neighbours']>>

export const readNeighbours = async (path = '/proc/net/arp'): Promise<Neighbours> => {
  try {
    return parseNeighbours(await readFile(path, 'utf8'))
  } catch {
    return []
  }
}

/** `10.0.0.7  0x1  0x2  bc:24:11:d0:28:34  *  eno1`; flags 0x0 is a question nobody answered. */
export const parseNeighbours = (table: string): Neighbours =>
  table
    .split('\n')
    .slice(1)
    .map(line => line.trim().split(/\s+/))
    .flatMap(([address, , flags, mac, , device]) =>
      address && mac && device && flags !== '0x0' && mac !== '00:00:00:00:00:00'
        ? [{ mac: mac.toLowerCase(), address, interface: device }]
        : [],
    )
