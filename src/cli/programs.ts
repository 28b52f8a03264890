/** The boot programs (iPXE builds) on this machine, read into memory: they are small and asked for often. */
import type { Source, World } from '../engine/world.ts'

export const programNames = [
  'undionly.kpxe',
  'ipxe.pxe',
  'snponly.efi',
  'ipxe.efi',
  'snponly-arm64.efi',
  'ipxe-arm64.efi',
]

const usual = ['/usr/lib/ipxe', '/usr/share/ipxe', '/usr/lib/ipxe/qemu']

const large = 16 * 1024 * 1024

/** The first folder that has a program wins: the operator's own before the packaged ones. */
export const loadPrograms = async (
  world: World,
  folders: readonly string[],
): Promise<ReadonlyMap<string, Source>> => {
  const programs = new Map<string, Source>()
  for (const folder of [...folders, ...usual]) {
    for (const name of programNames) {
      if (programs.has(name)) continue
      const read = await world.files.readBytes(`${folder}/${name}`, large)
      if (read.ok) programs.set(name, inMemory(read.value))
    }
  }
  return programs
}

export const inMemory = (bytes: Uint8Array): Source => ({
  size: bytes.length,
  read: (position, length) => bytes.subarray(position, position + length),
})
