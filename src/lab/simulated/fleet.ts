/**
 * A rack of simulated machines on loopback: real UDP and TCP, no root, no Nix, no hardware. `createFleet` writes
 * the site they belong to and what they boot; the engine is then run on that site as on any other.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { type Result, succeed } from '../../engine/errors.ts'
import type { Ports } from '../../engine/plan.ts'
import { openAddressServer } from './address-server.ts'
import { releaseSystem, storePathOf, writeArtifacts } from './artifacts.ts'
import { readFaults, wellBehaved } from './faults.ts'
import { makeKeyPair } from './keys.ts'
import { createMachine, type Machine } from './machine.ts'
import { createPace } from './pace.ts'
import { freePorts } from './ports.ts'
import { listenForMagic } from './power.ts'
import type { Rack } from './rack.ts'
import { openRelay, type Relay } from './relay.ts'
import { labDeadlines, siteFile } from './site-file.ts'
import type { MachineSpec } from './spec.ts'
import { type MachineRequest, network, specOf } from './specs.ts'

export interface FleetOptions {
  /** Everything is written here; the caller removes it. */
  readonly folder: string
  /** So many, each a little different, called machine1, machine2, … */
  readonly count?: number
  /** These, instead of so many. */
  readonly machines?: readonly MachineRequest[]
  /** Free ones unless said. */
  readonly ports?: Ports
  /** How many times faster than metal; 20 unless said. */
  readonly speed?: number
  /** `machine3=dies-in=copying` and the like. */
  readonly faults?: readonly string[]
  readonly dhcp?: 'proxy' | 'server'
  readonly parallel?: number
  /** Seconds of silence, by phase. */
  readonly deadlines?: Readonly<Record<string, number>>
  readonly kernelBytes?: number
  readonly initrdBytes?: number
  readonly closureBytes?: number
}

export interface Fleet {
  readonly sitePath: string
  /** With the `manifest.json` of prebuilt installers and systems. */
  readonly artifactsPath: string
  /** Stand-ins of iPXE's programs, by file name. */
  readonly programsPath: string
  /** The operator's private key: installed systems let it in. */
  readonly sshKeyPath: string
  /** To be called as nixos-anywhere is, with its arguments after these. */
  readonly nixosAnywhere: readonly [program: string, ...args: string[]]
  /** And this as nixos-rebuild is. */
  readonly nixosRebuild: readonly [program: string, ...args: string[]]
  /** The machine's configuration changed: what it is built to now. What the system is like, its label says. */
  release(machine: string, label: string, etc?: Readonly<Record<string, string>>): Promise<string>
  readonly ports: Ports
  readonly machines: readonly Machine[]
  start(): Promise<void>
  stop(): Promise<void>
  machine(name: string): Machine | undefined
  /** By hand, for machines that do not wake. */
  powerOn(name: string): void
}

/** The only address the loopback interface itself has: the engine serves on addresses of interfaces. */
const server = '127.0.0.1'
const broadcast = '127.255.255.255'

export const createFleet = async (options: FleetOptions): Promise<Result<Fleet>> => {
  const requests: readonly MachineRequest[] =
    options.machines ?? Array.from({ length: options.count ?? 1 }, () => ({}))
  const specs = requests.map(specOf)
  const faults = readFaults(
    options.faults ?? [],
    specs.map(({ name }) => name),
  )
  if (!faults.ok) return faults
  const listed = specs.filter((_, n) => requests[n]?.listed !== false)
  const ports = options.ports ?? (await freePorts())
  const written = await writeLab(options, listed, ports)
  const wiring = createWiring(options, ports)
  const rack: Rack = {
    ...{ ports, server, images: written.images, authorizedKeys: [written.publicKey], oldSystem },
    pace: createPace(options.speed ?? usualSpeed),
    get relay() {
      return wiring.relay()
    },
  }
  const machines = specs.map(spec => createMachine(spec, faults.value.get(spec.name) ?? wellBehaved, rack))
  const byName = new Map(machines.map(machine => [machine.spec.name, machine]))
  return succeed({
    ...{ ports, machines },
    ...written.fleet,
    start: () => wiring.open(machines),
    stop: async () => {
      for (const machine of machines) machine.powerOff()
      wiring.close()
    },
    machine: name => byName.get(name),
    powerOn: name => byName.get(name)?.powerOn(),
  })
}

const usualSpeed = 20

/** Site, artifacts and the operator's key, as files. */
const writeLab = async (options: FleetOptions, machines: readonly MachineSpec[], ports: Ports) => {
  const { folder, dhcp = 'proxy' } = options
  const artifacts = await writeArtifacts({ ...sizesOf(options, machines.length), folder, machines })
  const sitePath = join(folder, 'site.json')
  const deadlines = options.deadlines ?? labDeadlines(machines.length)
  const parallel = options.parallel ?? Math.min(mostAtOnce, Math.max(1, machines.length))
  await writeFile(sitePath, siteFile({ machines, ports, server, dhcp, parallel, deadlines }))
  const key = await writeOperatorKey(folder)
  const { path: artifactsPath, programsPath, images } = artifacts
  const fleet = {
    sitePath,
    artifactsPath,
    programsPath,
    sshKeyPath: key.path,
    nixosAnywhere: standIn('nixos-anywhere', ['--lab-store', artifacts.storePath]),
    nixosRebuild: standIn('nixos-rebuild', [
      ...['--lab-store', artifacts.storePath],
      ...['--lab-manifest', join(artifactsPath, 'manifest.json')],
    ]),
    release: (machine: string, label: string, etc: Readonly<Record<string, string>> = {}) =>
      releaseSystem(artifacts, machine, label, etc),
  }
  return { fleet, images, publicKey: key.publicKey }
}

/** More installers at once only wait for each other on a desk's few cores. */
const mostAtOnce = 32

/** The wires between the machines and the engine, up while the fleet is. */
const createWiring = ({ dhcp = 'proxy' }: FleetOptions, ports: Ports) => {
  let relay: Relay | undefined
  const open: { close(): void }[] = []
  const plug = async <T extends { close(): void }>(opening: Promise<T>): Promise<T> => {
    const opened = await opening
    open.push(opened)
    return opened
  }
  return {
    relay: (): Relay => {
      if (relay === undefined) throw new Error('the fleet is not started')
      return relay
    },
    open: async (machines: readonly Machine[]): Promise<void> => {
      if (dhcp === 'proxy') await plug(openSiteAddressServer(machines, ports))
      relay = await plug(
        openRelay({ address: network.relay, port: ports.relay, servers: serversOf(dhcp, ports) }),
      )
      await plug(listenForMagic({ address: broadcast, port: ports.wake, machines }))
    },
    close: (): void => {
      for (const socket of open.splice(0)) socket.close()
    },
  }
}

/** Eight megabytes of boot files a machine, and a small system, smaller the less time there is. A large rack takes less: one core is all its links. */
const sizesOf = (
  { kernelBytes = 1 << 20, initrdBytes, speed = usualSpeed, closureBytes = 600e6 / speed }: FleetOptions,
  machines: number,
) => ({
  kernelBytes,
  initrdBytes: initrdBytes ?? Math.max(1 << 20, Math.min(7 << 20, Math.floor((350 << 20) / machines))),
  closureBytes,
})

const oldSystem = storePathOf('nixos-system-of-last-year')

const serversOf = (dhcp: 'proxy' | 'server', ports: Ports) => [
  { address: server, port: ports.dhcp },
  ...(dhcp === 'proxy' ? [{ address: network.addressServer, port: ports.dhcp }] : []),
]

const openSiteAddressServer = (machines: readonly Machine[], ports: Ports) =>
  openAddressServer({
    address: network.addressServer,
    port: ports.dhcp,
    netmask: network.netmask,
    leases: new Map(machines.flatMap(({ spec }) => spec.macs.map(mac => [mac, spec.address] as const))),
  })

const writeOperatorKey = async (folder: string) => {
  const path = join(folder, 'ssh', 'id_ed25519')
  const { privateKey, publicKey } = makeKeyPair('operator')
  await mkdir(join(folder, 'ssh'), { recursive: true, mode: 0o700 })
  await writeFile(path, privateKey, { mode: 0o600 })
  await writeFile(`${path}.pub`, `${publicKey}\n`)
  return { path, publicKey }
}

/** Beside this file, in the clone as in the built package. */
const standIn = (name: string, args: readonly string[]): readonly [string, ...string[]] => [
  process.execPath,
  join(import.meta.dirname, name, `main${extname(import.meta.filename)}`),
  ...args,
]
