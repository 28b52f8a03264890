/** A site with so many machines, and the folder our servers take their files from. */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type Ports, standardPorts } from '../../src/engine/plan.ts'
import { nodeCommand, type Running, start } from './process.ts'

export interface SiteOptions {
  readonly folder: string
  readonly machines: number
  readonly interface: string
  readonly address: string
  readonly ports?: Ports
  /** Sizes of what is served, in bytes. */
  readonly program?: number
  readonly initrd?: number
  readonly namespace?: string
}

/** `02:fb:00:…`, counting from 0: locally administered, so that it is nobody's. */
export const macOf = (n: number): string =>
  `02:fb:00:${[16, 8, 0].map(shift => ((n >> shift) & 255).toString(16).padStart(2, '0')).join(':')}`

export const program = 'snponly.efi'

/** Our servers on that site, ready. */
export const startServers = async (options: SiteOptions): Promise<Running> => {
  const { folder, namespace } = options
  mkdirSync(folder, { recursive: true })
  const site = join(folder, 'site.json')
  writeFileSync(site, siteText(options))
  writeFile(join(folder, program), options.program ?? 1024)
  writeFile(join(folder, 'kernel'), 1024)
  writeFile(join(folder, 'initrd'), options.initrd ?? 1024)
  const serve = join(import.meta.dirname, '..', 'serve.ts')
  const server = start(nodeCommand(serve, site, folder, folder), namespace === undefined ? {} : { namespace })
  await server.line(/^serving/)
  return server
}

/** 10.88.16.1 and on: out of the way of servers and relays. */
const addressOf = (n: number): string => `10.88.${16 + (n >> 8)}.${n & 255}`

const siteText = ({ machines, interface: name, address, ports = standardPorts }: SiteOptions): string =>
  JSON.stringify({
    schemaVersion: 1,
    site: { name: 'bench', domain: 'bench.example', flake: '.', installer: 'netboot-base' },
    provision: {
      interface: name,
      address,
      dhcp: { server: { range: ['10.88.64.0', '10.88.127.255'] } },
      ports,
    },
    networks: { rack: { cidr: '10.88.0.0/16', gateway: '10.88.0.254', dns: ['10.88.0.53'] } },
    hosts: Object.fromEntries(
      Array.from({ length: machines }, (_, n) => [
        `machine${n + 1}`,
        {
          mac: macOf(n),
          interfaces: { eno1: { network: 'rack', address: `${addressOf(n + 1)}/16` } },
        },
      ]),
    ),
  })

/** Not all zeros: nobody gets to be clever about holes. */
export const writeFile = (path: string, bytes: number): void => {
  const file = openSync(path, 'w')
  const piece = Buffer.from(Array.from({ length: 65_536 }, (_, at) => (at * 131) & 255))
  for (let left = bytes; left > 0; left -= piece.length)
    writeSync(file, piece, 0, Math.min(left, piece.length))
  closeSync(file)
}
