/** What a rehearsal needs of this machine and will take of it, found out and said before anything is started. */
import { tmpdir } from 'node:os'
import type { Fault } from '../engine/index.ts'
import { type Choice, chooseAcceleration, firmwareStarts, readAccelerationFacts } from '../lab/vm/accel.ts'
import type { LabOptions } from '../lab/vm/lab.ts'
import type { FirmwareKind, VirtualMachine } from '../lab/vm/machine.ts'
import type { Ground } from '../lab/vm/rehearse.ts'
import { missing, programsNeeded, readHostFacts, takings } from '../lab/vm/requirements.ts'
import type { Context } from './context.ts'

export interface HostLook {
  readonly lines: readonly string[]
  readonly faults: readonly Fault[]
  readonly options: Pick<LabOptions, 'acceleration' | 'uefi' | 'folders'>
}

export const lookAtHost = async (
  machines: readonly VirtualMachine[],
  ground: Ground,
  { env }: Context,
): Promise<HostLook> => {
  const needed = programsNeeded(ground.server !== null)
  const folders = env.TMPDIR ?? tmpdir()
  const facts = await readHostFacts(needed, folders, env)
  const faults = missing(machines, needed, facts)
  const choices = faults.length === 0 ? await choicesFor(machines, facts.uefi?.code) : undefined
  const { bios, uefi } = choices ?? { bios: emulated, uefi: emulated }
  return {
    faults,
    lines: [
      `Needs: Linux, root, ${needed.join(', ')}${machines.some(isUefi) ? ', OVMF' : ''}`,
      ...takesLines(machines, ground),
      ...(choices === undefined ? [] : speedLines(machines, choices)),
    ],
    options: {
      folders,
      acceleration: { bios: bios.acceleration, uefi: uefi.acceleration },
      ...(facts.uefi && { uefi: facts.uefi }),
    },
  }
}

const isUefi = ({ firmware }: VirtualMachine): boolean => firmware === 'uefi'

const emulated: Choice = { acceleration: 'tcg', reason: 'emulated' }

const choicesFor = async (
  machines: readonly VirtualMachine[],
  code: string | undefined,
): Promise<Readonly<Record<FirmwareKind, Choice>>> => {
  const facts = await readAccelerationFacts()
  const choose = async (firmware: FirmwareKind): Promise<Choice> =>
    machines.some(machine => machine.firmware === firmware)
      ? chooseAcceleration(facts, firmware, firmwareStarts(code))
      : emulated
  return { bios: await choose('bios'), uefi: await choose('uefi') }
}

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`

const takesLines = (machines: readonly VirtualMachine[], { address, server }: Ground): readonly string[] => {
  const { memory, disk } = takings(machines)
  return [
    `Takes: ${gibibytes(memory)} of memory for ${machines.length} machine${machines.length === 1 ? '' : 's'}, and up to ${gibibytes(disk)} of disk, given back at the end`,
    `Network: ${address} in a namespace of its own, ${server === null ? 'addresses from us' : `beside an address server at ${server.address}`}; nothing leaves it`,
  ]
}

const speedLines = (
  machines: readonly VirtualMachine[],
  choices: Readonly<Record<FirmwareKind, Choice>>,
): readonly string[] =>
  (['bios', 'uefi'] as const).flatMap(firmware =>
    machines.some(machine => machine.firmware === firmware)
      ? [`${firmware === 'bios' ? 'BIOS' : 'UEFI'} machines: ${choices[firmware].reason}`]
      : [],
  )
