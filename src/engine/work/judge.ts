/**
 * May this be erased? A pure judgement over what the site allows, what the system's disko layout names, and
 * what is on the machine's disks right now. Nothing is erased on a guess; the operator's word covers data on
 * a disk, never a disk that is not the expected one.
 */
import type { Fault } from '../errors.ts'
import { diskHoldsData, diskMissing, diskUnclear, unexpectedDisk, wrongDisk } from '../faults/guard.ts'
import type { Disk, Journey } from '../journey.ts'
import type { DiskSelector, Host } from '../plan.ts'
import { covers } from '../word.ts'

export interface Case {
  readonly host: Host
  readonly disks: readonly Disk[]
  /** Devices named by the system's disko layout; null when they could not be told. */
  readonly layout: readonly string[] | null
  readonly word: Journey['word']
}

export type Verdict =
  | { readonly kind: 'clear'; readonly erases: readonly Disk[] }
  | { readonly kind: 'objection'; readonly fault: Fault; readonly erases: readonly Disk[] }
  | { readonly kind: 'refused'; readonly fault: Fault }

export const judge = ({ host, disks, layout, word }: Case): Verdict => {
  const absent = host.disks.find(selector => !disks.some(disk => selects(selector, disk)))
  if (absent !== undefined) return refuse(wrongDisk(host.name, absent, disks))
  const targets =
    layout === null
      ? withoutLayout(host, disks)
      : layout.map(device => disks.find(disk => isDevice(disk, device)) ?? device)
  const missing = targets.find(target => typeof target === 'string')
  if (missing !== undefined) return refuse(diskMissing(host.name, missing, disks))
  const erases = targets.filter(target => typeof target !== 'string')
  if (erases.length === 0) return refuse(diskUnclear(host.name, disks))
  const unexpected = erases.find(
    disk => host.disks.length > 0 && !host.disks.some(selector => selects(selector, disk)),
  )
  if (unexpected !== undefined) return refuse(unexpectedDisk(host.name, unexpected))
  const inUse = erases.filter(disk => disk.contents.kind !== 'blank' && !covers(word, disk))
  return inUse.length === 0
    ? { kind: 'clear', erases }
    : { kind: 'objection', fault: diskHoldsData(host.name, inUse), erases }
}

const refuse = (fault: Fault): Verdict => ({ kind: 'refused', fault })

/** With no layout to read, the site must say which disk it is, unless there is only one. */
const withoutLayout = (host: Host, disks: readonly Disk[]): readonly Disk[] => {
  if (host.disks.length > 0) return disks.filter(disk => host.disks.some(selector => selects(selector, disk)))
  return disks.length === 1 ? disks : []
}

const selects = ({ id, serial, path }: DiskSelector, disk: Disk): boolean =>
  (id === undefined || disk.ids.includes(bare(id))) &&
  (serial === undefined || disk.serial === serial) &&
  (path === undefined || isDevice(disk, path)) &&
  (id ?? serial ?? path) !== undefined

const isDevice = (disk: Disk, device: string): boolean =>
  disk.path === device || disk.ids.includes(bare(device))

const bare = (id: string): string => id.replace(/^\/dev\/disk\/by-id\//, '')
