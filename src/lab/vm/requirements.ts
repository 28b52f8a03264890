/** What the lab needs of this machine and what it will take, said before anything is started. */
import { constants } from 'node:fs'
import { access, readFile, statfs } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { Fault } from '../../engine/errors.ts'
import { disksOf, type VirtualMachine } from './machine.ts'

export interface UefiFiles {
  readonly code: string
  readonly variables: string
}

export interface HostFacts {
  readonly linux: boolean
  readonly root: boolean
  /** Of the programs asked for, those on PATH. */
  readonly programs: ReadonlySet<string>
  readonly uefi: UefiFiles | undefined
  /** Bytes. */
  readonly memory: number
  readonly disk: number
}

export interface Takings {
  /** Bytes. Disks are sparse: this is what they can grow to. */
  readonly memory: number
  readonly disk: number
  readonly machines: number
}

/** What a machine costs beside its guest's memory: QEMU itself, firmware, translated code. */
const overhead = 100 * 2 ** 20

export const takings = (machines: readonly VirtualMachine[]): Takings => ({
  machines: machines.length,
  memory: machines.reduce((sum, { memory }) => sum + memory * 2 ** 20 + overhead, 0),
  disk: machines.flatMap(disksOf).reduce((sum, disk) => sum + disk.bytes, 0),
})

const packages: Readonly<Record<string, string>> = {
  ip: 'iproute2',
  setpriv: 'util-linux',
  'qemu-system-x86_64': 'qemu-system-x86 (Debian), qemu (elsewhere)',
  dnsmasq: 'dnsmasq-base (Debian), dnsmasq (elsewhere)',
}

export const programsNeeded = (site: boolean): readonly string[] =>
  Object.keys(packages).filter(program => site || program !== 'dnsmasq')

/** Everything that is missing, not the first alone. Pure. */
export const missing = (
  machines: readonly VirtualMachine[],
  needed: readonly string[],
  facts: HostFacts,
): readonly Fault[] => {
  const takes = takings(machines)
  return [
    ...(facts.linux
      ? []
      : [lacks('lab-needs-linux', 'virtual labs need Linux namespaces', 'Run it on Linux')]),
    ...(facts.root ? [] : [lacks('lab-needs-root', 'bridges and taps need root', 'Run it with sudo')]),
    ...needed.filter(program => !facts.programs.has(program)).map(programMissing),
    ...(facts.uefi || machines.every(each => each.firmware === 'bios') ? [] : [noUefi]),
    ...shortage('memory', takes.memory, facts.memory, 'Rehearse fewer machines at once, or free memory'),
    ...shortage('disk', takes.disk, facts.disk, 'Point TMPDIR at a larger disk, or give the machines less'),
  ]
}

const lacks = (code: string, message: string, remedy: string): Fault => ({
  code,
  message,
  place: 'this machine',
  remedy,
})

const programMissing = (program: string): Fault =>
  lacks('lab-program-missing', `${program} is not on PATH`, `Install ${packages[program] ?? program}`)

const noUefi: Fault = lacks(
  'lab-no-uefi-firmware',
  'UEFI machines are wanted and no OVMF firmware was found',
  'Install ovmf (Debian), edk2-ovmf (elsewhere)',
)

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`

const shortage = (what: 'memory' | 'disk', wanted: number, free: number, remedy: string): readonly Fault[] =>
  wanted <= free
    ? []
    : [
        lacks(
          `lab-little-${what}`,
          `the machines take ${gibibytes(wanted)} of ${what}, ${gibibytes(free)} are free`,
          remedy,
        ),
      ]

/** Where distributions put the pair that belongs together. */
const uefiPlaces: readonly UefiFiles[] = [
  ['/usr/share/OVMF/OVMF_CODE_4M.fd', '/usr/share/OVMF/OVMF_VARS_4M.fd'],
  ['/usr/share/OVMF/OVMF_CODE.fd', '/usr/share/OVMF/OVMF_VARS.fd'],
  ['/usr/share/edk2/x64/OVMF_CODE.4m.fd', '/usr/share/edk2/x64/OVMF_VARS.4m.fd'],
  ['/usr/share/edk2/ovmf/OVMF_CODE.fd', '/usr/share/edk2/ovmf/OVMF_VARS.fd'],
  ['/run/libvirt/nix-ovmf/OVMF_CODE.fd', '/run/libvirt/nix-ovmf/OVMF_VARS.fd'],
].map(([code = '', variables = '']) => ({ code, variables }))

const usable = (path: string, mode: number): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  )

/** OVMF_CODE and OVMF_VARS in the environment win: how a Nix package says where its firmware is. */
export const findUefi = async (environment: NodeJS.ProcessEnv): Promise<UefiFiles | undefined> => {
  const { OVMF_CODE: code, OVMF_VARS: variables } = environment
  for (const files of code && variables ? [{ code, variables }] : uefiPlaces)
    if ((await usable(files.code, constants.R_OK)) && (await usable(files.variables, constants.R_OK)))
      return files
  return undefined
}

const onPath = async (program: string, path: string): Promise<boolean> => {
  const places = path.split(delimiter).map(folder => usable(join(folder, program), constants.X_OK))
  return (await Promise.all(places)).includes(true)
}

export const readHostFacts = async (
  needed: readonly string[],
  folders: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<HostFacts> => {
  const found = await Promise.all(needed.map(program => onPath(program, environment.PATH ?? '')))
  const { bavail, bsize } = await statfs(folders)
  const available = /^MemAvailable:\s+(\d+) kB/m.exec(await readFile('/proc/meminfo', 'utf8').catch(() => ''))
  return {
    linux: process.platform === 'linux',
    root: process.getuid?.() === 0,
    programs: new Set(needed.filter((_, index) => found[index])),
    uefi: await findUefi(environment),
    memory: Number(available?.[1] ?? 0) * 1024,
    disk: bavail * bsize,
  }
}
