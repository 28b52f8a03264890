/** A machine's disks: what is on them survives its power, and is told truthfully. */

import type { Faults } from './faults.ts'
import type { DiskSpec, MachineSpec } from './spec.ts'

export type Contents =
  | { readonly kind: 'blank' }
  | { readonly kind: 'data'; readonly what: string }
  /** Partitioned and formatted, with whatever was copied before it stopped. */
  | { readonly kind: 'halfWritten'; readonly tree: Tree }
  | {
      readonly kind: 'installed'
      readonly system: string
      readonly tree: Tree
      /** Generations before it, the oldest first. */
      readonly earlier?: readonly string[]
    }

/** What a root file system holds, as far as anybody can look. */
export interface Tree {
  readonly store: ReadonlySet<string>
  /** Without a leading slash. */
  readonly files: ReadonlyMap<string, File>
}

export interface File {
  readonly mode: number
  readonly content: Buffer
}

export interface Disk extends DiskSpec {
  contents: Contents
}

export const emptyTree: Tree = { store: new Set(), files: new Map() }

export const createDisks = (spec: MachineSpec, { habits }: Faults): readonly Disk[] =>
  spec.disks.map((disk, n) => ({
    ...disk,
    serial: n === 0 && habits.has('wrong-disk') ? `OTHER-${disk.serial}` : disk.serial,
    contents:
      n === 0 && habits.has('occupied-disk')
        ? { kind: 'data', what: 'a partition table and an ext4 file system labelled "customers"' }
        : { kind: 'blank' },
  }))

export const idOf = ({ serial }: DiskSpec): string => `virtio-${serial}`

export const deviceOf = (disks: readonly Disk[], device: string): Disk | undefined =>
  disks.find(disk => disk.path === device || `/dev/disk/by-id/${idOf(disk)}` === device)

/** The first disk a boot loader is on. */
export const bootable = (disks: readonly Disk[]) => {
  for (const disk of disks) if (disk.contents.kind === 'installed') return { disk, ...disk.contents }
  return undefined
}

/** As the agent and the guard are told. */
export const diskFacts = (disk: Disk) => ({
  path: disk.path,
  ids: [idOf(disk)],
  serial: disk.serial,
  model: disk.model,
  bytes: disk.bytes,
  contents:
    disk.contents.kind === 'blank' ? { kind: 'blank' } : { kind: 'data', what: whatIsOn(disk.contents) },
})

const whatIsOn = (contents: Exclude<Contents, { kind: 'blank' }>): string => {
  switch (contents.kind) {
    case 'data':
      return contents.what
    case 'halfWritten':
      return 'a GPT with vfat and ext4 file systems'
    case 'installed':
      return 'a GPT with vfat and ext4 file systems, NixOS'
    default:
      return contents satisfies never
  }
}
