/** The real World, put together. */
import { createHash } from 'node:crypto'
import { totalmem } from 'node:os'
import type { World } from '../world.ts'
import { createClock } from './clock.ts'
import { createDhcpFormat } from './dhcp-format.ts'
import { createFiles } from './files.ts'
import { listenHttp } from './http.ts'
import { readInterfaces } from './interfaces.ts'
import { readNeighbours } from './neighbours.ts'
import { createProcesses } from './processes.ts'
import { createRandom } from './random.ts'
import { createSsh } from './ssh.ts'
import { listenTftp } from './tftp.ts'
import { openUdp } from './udp.ts'
import { magicPacket } from './wake.ts'

export const createWorld = (): World => ({
  clock: createClock(),
  random: createRandom(),
  files: createFiles(),
  processes: createProcesses(),
  ssh: createSsh(),
  system: { memoryBytes: totalmem },
  hash: text => createHash('sha256').update(text).digest('hex'),
  network: {
    interfaces: readInterfaces,
    udp: openUdp,
    tftp: listenTftp,
    http: listenHttp,
    formatDhcp: createDhcpFormat(),
    magicPacket,
    neighbours: readNeighbours,
  },
})
