/** Why a disk is not erased. */
import type { Fault } from '../errors.ts'
import type { Disk } from '../journey.ts'
import type { DiskSelector } from '../plan.ts'

/** `/dev/sda (QEMU HARDDISK, serial S4EV, 480 GB): gpt, ext4 "root"` */
export const describeDisk = ({ path, model, serial, bytes, contents }: Disk): string => {
  const facts = [model, serial === null ? null : `serial ${serial}`, size(bytes)].filter(
    fact => fact !== null,
  )
  return `${path} (${facts.join(', ')}): ${contents.kind === 'blank' ? 'blank' : contents.what}`
}

const size = (bytes: number): string =>
  bytes >= 1e12 ? `${(bytes / 1e12).toFixed(1)} TB` : `${Math.round(bytes / 1e9)} GB`

const list = (disks: readonly Disk[]): string =>
  disks.length === 0 ? 'no disk at all' : disks.map(describeDisk).join('; ')

const named = ({ id, serial, path }: DiskSelector): string =>
  [id && `id ${id}`, serial && `serial ${serial}`, path && `path ${path}`].filter(Boolean).join(', ')

const place = (host: string) => `${host}, guard`

export const wrongDisk = (host: string, selector: DiskSelector, disks: readonly Disk[]): Fault => ({
  code: 'wrong-disk',
  message: `the disk the site names (${named(selector)}) is not in this machine; it has ${list(disks)}`,
  place: place(host),
  remedy: `Check that this is the right machine; if it is, correct hosts.${host}.disks in the site`,
})

export const diskMissing = (host: string, device: string, disks: readonly Disk[]): Fault => ({
  code: 'disk-missing',
  message: `its disko layout erases ${device}, which this machine does not have; it has ${list(disks)}`,
  place: place(host),
  remedy: "Correct the device in the system's disko layout (a /dev/disk/by-id name is best)",
})

export const diskUnclear = (host: string, disks: readonly Disk[]): Fault => ({
  code: 'disk-unclear',
  message: `it cannot be told which disk would be erased; it has ${list(disks)}`,
  place: place(host),
  remedy: `Name it in the site: hosts.${host}.disks = [ { serial = "…"; } ]`,
})

export const unexpectedDisk = (host: string, disk: Disk): Fault => ({
  code: 'unexpected-disk',
  message: `its disko layout erases ${describeDisk(disk)}, which is not among the disks the site allows`,
  place: place(host),
  remedy: `Correct the layout, or add the disk to hosts.${host}.disks in the site`,
})

export const diskHoldsData = (host: string, disks: readonly Disk[]): Fault => ({
  code: 'disk-holds-data',
  message: `${disks.length === 1 ? 'a disk' : `${disks.length} disks`} to be erased ${disks.length === 1 ? 'is' : 'are'} not blank: ${list(disks)}`,
  place: place(host),
  remedy: `If it may be erased, give the word for it: type the host's name on the screen, or run with --wipe ${host}`,
})

export const factsUnreadable = (host: string, wrong: string): Fault => ({
  code: 'facts-unreadable',
  message: `what its installer says of its disks cannot be read (${wrong}); unverifiable is not blank`,
  place: place(host),
  remedy: 'Check that the installer was built with the same firstlight as this one, then retry',
})
