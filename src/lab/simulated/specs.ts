/** Machines for a lab that were not described one by one: a bit of everything, each as different as in a real rack. */
import { type DiskSpec, firmwareKinds, type MachineSpec } from './spec.ts'

/** Whatever is left out is chosen. */
export type MachineRequest = Partial<MachineSpec> & {
  /** False: it is in the rack, and not in the site. */
  readonly listed?: boolean
}

export const defaultNames = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `machine${n + 1}`)

/** `n` counts from 0. */
export const specOf = (request: MachineRequest, n: number): MachineSpec => {
  const name = request.name ?? `machine${n + 1}`
  return {
    name,
    macs: request.macs ?? [macOf(n)],
    uuid: request.uuid ?? `4c4c4544-0000-4000-8000-${(n + 1).toString(16).padStart(12, '0')}`,
    firmware: request.firmware ?? firmwareKinds[n % firmwareKinds.length] ?? 'bios',
    bootOrder:
      request.bootOrder ?? ((n + Math.floor(n / firmwareKinds.length)) % 2 === 0 ? 'network' : 'disk'),
    memoryBytes: request.memoryBytes ?? 16 * 2 ** 30,
    cpus: request.cpus ?? 8,
    disks: request.disks ?? [diskOf(n)],
    address: request.address ?? addressOf(n),
  }
}

/** Locally administered, so that it is nobody's. */
const macOf = (n: number): string =>
  `02:1a:b0:${octets(n + 1, 3)
    .map(octet => octet.toString(16).padStart(2, '0'))
    .join(':')}`

const octets = (n: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => (n >> (8 * (count - 1 - at))) & 255)

const diskOf = (n: number): DiskSpec => ({
  path: '/dev/vda',
  serial: `LAB${String(n + 1).padStart(6, '0')}`,
  model: 'Simulated disk',
  bytes: 480e9,
})

/** The rack's network on loopback; its first addresses are the relay's and the address server's. */
export const network = {
  cidr: '127.77.0.0/16',
  prefix: 16,
  netmask: '255.0.0.0',
  relay: '127.77.0.2',
  addressServer: '127.77.0.3',
}

const perBlock = 250

const addressOf = (n: number): string => `127.77.${1 + Math.floor(n / perBlock)}.${1 + (n % perBlock)}`

/** What the engine's own address server may give out: everything the machines may have. */
export const addressRange = (count: number): readonly [string, string] => [
  addressOf(0),
  addressOf(Math.max(0, count - 1)),
]
