/** One simulated machine: its power switch, what is on its disks, and the boot that follows from both. */
import { setMaxListeners } from 'node:events'
import { weatherOf } from './datagrams.ts'
import { bootable, createDisks, type Disk } from './disks.ts'
import type { Faults } from './faults.ts'
import { flood } from './flood.ts'
import { runInstalled } from './installed.ts'
import { runInstaller } from './installer.ts'
import type { NetworkBoot } from './ipxe/program.ts'
import { panicOf } from './kernel.ts'
import { luckOfCard } from './luck.ts'
import { bootFromNetwork } from './network-boot.ts'
import type { Rack } from './rack.ts'
import type { MachineSpec } from './spec.ts'
import type { Power, Uptime } from './uptime.ts'

/** `hung`: its power is on and nothing will come of it. */
export type MachineState = 'off' | 'firmware' | 'installer' | 'installed' | 'hung'

export interface Machine {
  readonly spec: MachineSpec
  readonly state: MachineState
  readonly disks: readonly Disk[]
  /** The last lines on its screen. */
  readonly console: readonly string[]
  powerOn(): void
  /** A magic packet for it arrived. */
  wake(): void
  /** As if its plug were pulled. */
  powerOff(): void
  /** Resolves when it is in that state; at once when it is already. */
  reached(state: MachineState): Promise<void>
}

export const createMachine = (spec: MachineSpec, faults: Faults, rack: Rack): Machine => {
  const disks = createDisks(spec, faults)
  const weather = weatherOf(faults, luckOfCard(spec.macs[0]))
  const console: string[] = []
  const waiting = new Set<() => void>()
  let state: MachineState = 'off'
  let switchedOn: AbortController | undefined
  let comingBack: NodeJS.Timeout | undefined
  let diesIn = faults.diesIn

  const enter = (next: MachineState): void => {
    state = next
    for (const look of [...waiting]) look()
  }
  const say = (line: string): void => {
    console.push(line)
    if (console.length > consoleLines) console.shift()
  }

  const powerOn = (): void => {
    if (switchedOn !== undefined) return
    clearTimeout(comingBack)
    switchedOn = new AbortController()
    setMaxListeners(0, switchedOn.signal)
    enter('firmware')
    const uptime = uptimeOf(switchedOn.signal)
    boot({ uptime, power, disks, enter }).catch(error => {
      if (uptime.signal.aborted) return
      say(`stopped: ${String(error)}`)
      enter('hung')
    })
  }

  const powerOff = (): void => {
    clearTimeout(comingBack)
    switchedOn?.abort(new Error(`${spec.name} lost its power`))
    switchedOn = undefined
    if (state !== 'off') enter('off')
  }

  const uptimeOf = (signal: AbortSignal): Uptime => ({
    ...{ spec, faults, rack, signal, say, weather },
    rest: seconds => rack.pace.rest(seconds, signal),
    carry: bytes => rack.pace.carry(bytes, signal),
    survive: stage => {
      signal.throwIfAborted()
      if (diesIn !== stage) return
      diesIn = null
      powerOff()
      signal.throwIfAborted()
    },
  })

  const later = (seconds: number, run: () => void): void => {
    clearTimeout(comingBack)
    comingBack = setTimeout(run, rack.pace.ms(seconds))
  }

  const power: Power = {
    off: () => later(1, powerOff),
    restart: () =>
      later(1, () => {
        powerOff()
        if (!staysDown()) later(2, powerOn)
      }),
  }
  const staysDown = (): boolean => {
    const dies = diesIn === 'rebooting'
    if (dies) diesIn = null
    return dies || faults.habits.has('never-returns')
  }

  const reached = (wanted: MachineState): Promise<void> =>
    new Promise(resolve => {
      const look = (): void => {
        if (state !== wanted) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })

  return {
    spec,
    disks,
    console,
    powerOn,
    wake: () => faults.habits.has('silent-wol') || powerOn(),
    powerOff,
    reached,
    get state() {
      return state
    },
  }
}

const consoleLines = 100

interface Boot {
  readonly uptime: Uptime
  readonly power: Power
  readonly disks: readonly Disk[]
  readonly enter: (state: MachineState) => void
}

const boot = async (machine: Boot): Promise<never> => {
  const { uptime } = machine
  await uptime.rest(secondsToTest)
  if (uptime.faults.habits.has('floods')) await flood(uptime)
  for (;;) {
    for (const device of order[uptime.spec.bootOrder])
      await (device === 'disk' ? tryDisk(machine) : tryNetwork(machine))
    uptime.say('No bootable device. Retrying in 60 seconds.')
    await uptime.rest(60)
  }
}

/** Memory and devices are looked at before anything boots. */
const secondsToTest = 4

const order = { network: ['network', 'disk'], disk: ['disk', 'network'] } as const

const tryDisk = async (machine: Boot): Promise<void> => {
  if (bootable(machine.disks) === undefined) return
  machine.enter('installed')
  await runInstalled(machine)
}

const tryNetwork = async (machine: Boot): Promise<void> => {
  const { uptime, power, disks, enter } = machine
  const outcome = await bootFromNetwork(uptime, disks)
  switch (outcome.to) {
    case 'kernel':
      return startKernel(machine, outcome)
    case 'disk':
      enter('installed')
      return runInstalled({ uptime, power, disks })
    case 'reboot':
      power.restart()
      return uptime.rest(3600)
    case 'firmware':
      return goOn(machine, outcome.code)
    default:
      return outcome satisfies never
  }
}

const startKernel = async (machine: Boot, outcome: Extract<NetworkBoot, { to: 'kernel' }>): Promise<void> => {
  const panic = panicOf(outcome, machine.uptime)
  if (panic !== undefined) throw new Error(`Kernel panic - not syncing: ${panic}`)
  machine.enter('installer')
  const { address, commandLine } = outcome
  return runInstaller({ ...machine, address, commandLine })
}

/** BIOS takes `exit` for "next device"; OVMF ends in its menu, or tries every other network first. */
const goOn = async ({ uptime }: Boot, code: number): Promise<void> => {
  if (!uptime.spec.firmware.startsWith('uefi')) return
  if (code === 0) throw new Error('the firmware is showing its menu')
  await uptime.rest(secondsInOtherNetworks)
}

const secondsInOtherNetworks = 120
