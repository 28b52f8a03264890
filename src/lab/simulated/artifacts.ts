/** What a lab boots and installs, written as files: stand-ins with the right magic, and content of their own. */
import { createHash, randomFillSync } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Image, Images } from './images.ts'
import { sha256 } from './images.ts'
import type { MachineSpec } from './spec.ts'

export interface ArtifactOptions {
  readonly folder: string
  readonly kernelBytes: number
  readonly initrdBytes: number
  /** How large the copy of each system is said to be. */
  readonly closureBytes: number
  readonly machines: readonly MachineSpec[]
}

export interface Artifacts {
  /** With `manifest.json`, `programs/` and a folder for each installer. */
  readonly path: string
  readonly programsPath: string
  /** The store of the nixos-anywhere stand-in. */
  readonly storePath: string
  readonly images: Images
}

export const installerName = 'netboot-base'

const programs = ['undionly.kpxe', 'ipxe.pxe', 'snponly.efi', 'ipxe.efi', 'snponly-arm64.efi']

export const writeArtifacts = async (options: ArtifactOptions): Promise<Artifacts> => {
  const path = join(options.folder, 'artifacts')
  const programsPath = join(path, 'programs')
  const storePath = join(path, 'store')
  const systems = options.machines.map(systemOf)
  for (const folder of [programsPath, join(path, installerName), storePath])
    await mkdir(folder, { recursive: true })
  const images = new Map([
    ...(await Promise.all(programs.map(name => writeProgram(programsPath, name)))),
    ...(await writeInstaller(path, options)),
  ])
  await Promise.all(systems.map(system => writeSystem(storePath, system, options.closureBytes)))
  await writeFile(join(path, 'manifest.json'), manifestOf(systems, options.closureBytes))
  return { path, programsPath, storePath, images }
}

type Known = readonly [sha256: string, image: Image]

const writeProgram = async (folder: string, name: string): Promise<Known> => {
  const bytes = randomFillSync(Buffer.alloc(name.endsWith('.efi') ? 173_792 : 74_213))
  if (name.endsWith('.efi')) bytes.write('MZ', 0, 'latin1')
  await writeFile(join(folder, name), bytes)
  return [sha256(bytes), { kind: 'program', name }]
}

const writeInstaller = async (
  path: string,
  { kernelBytes, initrdBytes }: ArtifactOptions,
): Promise<Known[]> => {
  const kernel = randomFillSync(Buffer.alloc(Math.max(kernelBytes, 0x400)))
  kernel.writeUInt16BE(0x55aa, 0x1fe)
  kernel.write('HdrS', 0x202, 'latin1')
  const initrd = randomFillSync(Buffer.alloc(Math.max(initrdBytes, 16)))
  initrd.writeUInt16BE(0x1f8b, 0)
  await writeFile(join(path, installerName, 'bzImage'), kernel)
  await writeFile(join(path, installerName, 'initrd'), initrd)
  return [
    [sha256(kernel), { kind: 'kernel', of: installerName }],
    [sha256(initrd), { kind: 'initrd', of: installerName, init: installerInit }],
  ]
}

/** As Nix names things: a hash in its own alphabet, and a name. */
export const storePathOf = (name: string): string => {
  const alphabet = '0123456789abcdfghijklmnpqrsvwxyz'
  const hash = [...createHash('sha256').update(name).digest()].map(byte => alphabet[byte & 31]).join('')
  return `/nix/store/${hash}-${name}`
}

const installerInit = `${storePathOf(`nixos-system-${installerName}-lab`)}/init`

interface System {
  readonly name: string
  readonly device: string
  readonly toplevel: string
  readonly diskoScript: string
}

const systemOf = ({ name, disks }: MachineSpec): System => ({
  name,
  device: disks[0]?.path ?? '/dev/vda',
  toplevel: storePathOf(`nixos-system-${name}-lab`),
  diskoScript: storePathOf(`${name}-disko`),
})

const manifestOf = (systems: readonly System[], closureBytes: number): string => {
  const entries = systems.map(({ name, toplevel, diskoScript, device }) => [
    name,
    {
      ...{ toplevel, diskoScript, erases: [device] },
      closure: Object.fromEntries(closureOf(toplevel, closureBytes).map(([bytes, path]) => [path, bytes])),
    },
  ])
  const image = {
    kernel: `${installerName}/bzImage`,
    initrd: `${installerName}/initrd`,
    init: installerInit,
    params: ['console=ttyS0,115200', 'console=tty0', 'loglevel=4'],
  }
  const manifest = {
    schemaVersion: 1,
    images: { [installerName]: image },
    systems: Object.fromEntries(entries),
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/** Another system for a machine, as if its configuration had changed and was built: what it is now, by its flake. */
export const releaseSystem = async (
  { path, storePath }: Pick<Artifacts, 'path' | 'storePath'>,
  machine: string,
  label: string,
  etc: Readonly<Record<string, string>>,
): Promise<string> => {
  const file = join(path, 'manifest.json')
  const manifest = JSON.parse(await readFile(file, 'utf8')) as {
    systems: Record<string, { toplevel: string; closure: Record<string, number> }>
  }
  const known = manifest.systems[machine]
  if (known === undefined) throw new Error(`the lab has no machine ${machine}`)
  const bytes = Object.values(known.closure).reduce((sum, size) => sum + size, 0)
  known.toplevel = storePathOf(`nixos-system-${machine}-${label}`)
  const closure = closureOf(known.toplevel, bytes)
  known.closure = Object.fromEntries(closure.map(([size, path]) => [path, size]))
  await writeStorePath(storePath, known.toplevel, {
    system: 'x86_64-linux',
    closure: linesOf(closure),
    script: JSON.stringify(etc),
  })
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`)
  return known.toplevel
}

/** Most of a closure is the same on every machine; what is its own comes last. */
const shared: readonly (readonly [share: number, name: string])[] = [
  [0.12, 'glibc-2.40'],
  [0.2, 'linux-6.12'],
  [0.28, 'linux-firmware'],
  [0.15, 'systemd-257'],
  [0.24, 'system-path'],
]

const closureOf = (toplevel: string, bytes: number): readonly (readonly [bytes: number, path: string])[] => [
  ...shared.map(([share, name]) => [Math.round(share * bytes), storePathOf(name)] as const),
  [Math.round(0.01 * bytes), toplevel],
]

const linesOf = (closure: ReturnType<typeof closureOf>): string =>
  closure.map(([bytes, path]) => `${bytes} ${path}`).join('\n')

const writeSystem = async (store: string, system: System, closureBytes: number): Promise<void> => {
  const closure = linesOf(closureOf(system.toplevel, closureBytes))
  await writeStorePath(store, system.toplevel, { system: 'x86_64-linux', closure })
  await writeStorePath(store, system.diskoScript, {
    script: diskoScript(system),
    closure: `${Math.round(0.001 * closureBytes)} ${system.diskoScript}`,
  })
}

const writeStorePath = async (store: string, path: string, files: Record<string, string>): Promise<void> => {
  const folder = join(store, basename(path))
  await mkdir(folder, { recursive: true })
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
}

/** What a simulated machine reads of it are the echoes and the devices. */
const diskoScript = ({ name, device }: System): string =>
  `#!/bin/sh
set -e
echo "disko: ${name}: partitioning"
sgdisk --zap-all ${device}
sgdisk --new=1:0:+512M --typecode=1:EF00 --new=2:0:-0 --typecode=2:8300 ${device}
mkfs.vfat ${device}1
mkfs.ext4 ${device}2
mount ${device}2 /mnt
`
