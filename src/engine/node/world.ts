/** The real World, put together. */
import type { Network, World } from '../world.ts'
import { createClock } from './clock.ts'
import { createFiles } from './files.ts'
import { readInterfaces } from './interfaces.ts'
import { readNeighbours } from './neighbours.ts'
import { createProcesses } from './processes.ts'
import { createRandom } from './random.ts'
import { createSsh } from './ssh.ts'
import { listenTftp } from './tftp.ts'
import { openUdp } from './udp.ts'
import { magicPacket } from './wake.ts'

export const createWorld = ({ http, formatDhcp }: Pick<Network, 'http' | 'formatDhcp'>): World => ({
  clock: createClock(),
  random: createRandom(),
  files: createFiles(),
  processes: createProcesses(),
  ssh: createSsh(),
  network: {
    interfaces: readInterfaces,
    udp: openUdp,
    tftp: listenTftp,
    http,
    formatDhcp,
    magicPacket,
    neighbours: readNeighbours,
  },
})
