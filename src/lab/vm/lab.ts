/**
 * Real machines on one machine: an isolated Ethernet, virtual machines plugged into it that stay off until they
 * are called, and an end that leaves nothing behind. `up` first removes what a crashed run left.
 */
import { randomBytes } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { copyFile, mkdir, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bug, fail, type Result, succeed } from '../../engine/errors.ts'
import { type Bridge, openBridge, tap } from './bridge.ts'
import type { Cidr } from './cidr.ts'
import { type Command, inside } from './command.ts'
import { type Console, openConsole } from './console.ts'
import { diskFile, disksOf, type FirmwareKind, type VirtualMachine } from './machine.ts'
import { labName, ownerWithPid } from './names.ts'
import { listenForCalls, openPower, type Power } from './power.ts'
import { type Acceleration, qemuArguments } from './qemu.ts'
import type { UefiFiles } from './requirements.ts'
import { type AddressServer, dnsmasqArguments, startAddressServer } from './site.ts'
import { abandonLab, removeLab, sweepLeftovers } from './sweep.ts'

export interface LabOptions {
  /** Of the side under test; the site's address server takes `site`. */
  readonly address: Cidr
  readonly address6?: Cidr
  readonly site?: AddressServer
  readonly acceleration: Readonly<Record<FirmwareKind, Acceleration>>
  readonly uefi?: UefiFiles
  /** Where the lab's folder is made, and where serial logs stay after the end; both have a default. */
  readonly folders?: string
  readonly logs?: string
}

export interface LabMachine extends VirtualMachine {
  readonly power: Power
  readonly console: Console
  /** The raw disk image; write to it only while the machine is off. */
  readonly image: string
}

export interface Lab {
  readonly name: string
  /** Its own, 0700: gone at its end, or swept with it. */
  readonly folder: string
  readonly bridge: Bridge
  readonly machines: ReadonlyMap<string, LabMachine>
  /** What a crashed run had left, removed by this one. */
  readonly swept: readonly string[]
  /** The same command, run where the machines can be reached. */
  inside(command: Command): Command
  down(): Promise<void>
}

export const up = async (machines: readonly VirtualMachine[], options: LabOptions): Promise<Result<Lab>> => {
  const folders = options.folders ?? tmpdir()
  const swept = await sweepLeftovers(folders)
  const owner = await ownerWithPid(process.pid)
  const name = labName(owner ?? { pid: process.pid, started: 0 }, randomBytes(3).toString('hex'))
  try {
    const lab = await assemble(name, join(folders, name), machines, options)
    if (lab.ok) return succeed({ ...lab.value, swept, down: ending(lab.value, folders) })
    await removeLab(name, folders)
    return lab
  } catch (error) {
    await removeLab(name, folders)
    return fail(bug(error, 'the virtual lab'))
  }
}

type Assembled = Omit<Lab, 'swept' | 'down'>

const assemble = async (
  name: string,
  folder: string,
  machines: readonly VirtualMachine[],
  options: LabOptions,
): Promise<Result<Assembled>> => {
  await mkdir(folder, { mode: 0o700 })
  if (options.logs) await mkdir(options.logs, { recursive: true })
  const bridge = await openBridge({
    ...{ name, address: options.address, ports: machines.length },
    ...(options.address6 && { address6: options.address6 }),
    ...(options.site && { site: options.site }),
  })
  if (!bridge.ok) return bridge
  const plugged = new Map<string, LabMachine>()
  for (const [port, machine] of machines.entries())
    plugged.set(machine.name, await plugIn(machine, port, { name, folder, options }))
  await listenForCalls(name, bridge.value.broadcast, mac => called(mac, plugged))
  if (bridge.value.site && options.site)
    await startAddressServer(
      bridge.value.site,
      dnsmasqArguments(options.site),
      recorder(options.logs ?? folder, 'address-server'),
    )
  return succeed({
    ...{ name, folder, bridge: bridge.value, machines: plugged },
    inside: command => inside(name, command),
  })
}

const called = (mac: string, machines: ReadonlyMap<string, LabMachine>): void => {
  for (const machine of machines.values()) if (machine.mac.toLowerCase() === mac) machine.power.on()
}

/** Synchronous: a line is on the disk before anybody acts on it. */
const recorder = (folder: string, name: string) => (line: string) =>
  appendFileSync(join(folder, `${name}.log`), `${new Date().toISOString()} ${line}\n`)

interface Place {
  readonly name: string
  readonly folder: string
  readonly options: LabOptions
}

const plugIn = async (machine: VirtualMachine, port: number, place: Place): Promise<LabMachine> => {
  const { folder, options } = place
  const image = join(folder, `${machine.name}.disk`)
  const variables = join(folder, `${machine.name}.vars`)
  for (const [n, { bytes }] of disksOf(machine).entries()) await blankDisk(diskFile(image, n), bytes)
  if (machine.firmware === 'uefi' && options.uefi) await copyFile(options.uefi.variables, variables)
  const console = openConsole(recorder(options.logs ?? folder, machine.name))
  const args = qemuArguments(machine, {
    acceleration: options.acceleration[machine.firmware],
    ...{ tap: tap(port), disk: image },
    uefi: { code: options.uefi?.code ?? '', variables },
  })
  const power = openPower(inside(place.name, ['qemu-system-x86_64', ...args]), console)
  return { ...machine, power, console, image }
}

const blankDisk = async (path: string, bytes: number): Promise<void> => {
  const file = await open(path, 'wx', 0o600)
  await file.truncate(bytes)
  await file.close()
}

/** The end as it should be, and the best that can be done when the program just exits; a `kill -9` is swept later. */
const ending = (lab: Assembled, folders: string): (() => Promise<void>) => {
  const exiting = () => abandonLab(lab.name, folders)
  process.once('exit', exiting)
  return async () => {
    await Promise.all([...lab.machines.values()].map(machine => machine.power.off()))
    await removeLab(lab.name, folders)
    process.off('exit', exiting)
  }
}
