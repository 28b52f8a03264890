/** The operator's word that disks may be erased: what each is called in it, and which of them it covers. */
import type { Disk, Journey } from './journey.ts'

/** The name that survives a reboot, if it has one. */
export const diskName = (disk: Disk): string => disk.ids[0] ?? disk.serial ?? disk.path

export const covers = (word: Journey['word'], disk: Disk): boolean =>
  word === 'any' || (word?.includes(diskName(disk)) ?? false)
