/**
 * DATA packets of a file, cut once for everybody who asks for it in blocks of the same size: a rack fetches the
 * same boot program at the same time, and cutting it for each machine costs more than all else but the sending.
 * A packet lies in memory as it goes on the wire; only its block number's last 16 bits are in it.
 */
import { encodeBlocks } from '../../protocol/tftp/packet.ts'
import type { Source } from '../../world.ts'

export interface Packets {
  /** Blocks `from` to `to`, both included; a promise when they have to be read first. */
  of(from: number, to: number): readonly Uint8Array[] | Promise<readonly Uint8Array[]>
}

export type PacketShelf = (source: Source, blockSize: number) => Packets

/** Firmware asks for two or three sizes; somebody who tries them all is served, but leaves nothing behind. */
const mostSizes = 4
/** Smaller blocks would take more memory than their file. */
const leastSize = 512
/** Boot programs are smaller by far. */
const largestFile = 16 * 1024 * 1024

export const createPacketShelf = (): PacketShelf => {
  const shelf = new WeakMap<Source, Map<number, Packets>>()
  return (source, blockSize) => {
    const sizes = shelf.get(source) ?? new Map<number, Packets>()
    shelf.set(source, sizes)
    const known = sizes.get(blockSize)
    if (known !== undefined) return known
    const fresh = cutAnew(source, blockSize)
    if (blockSize < leastSize || source.size > largestFile || sizes.size >= mostSizes) return fresh
    const kept = keep(fresh)
    sizes.set(blockSize, kept)
    return kept
  }
}

const cutAnew = (source: Source, blockSize: number): Packets => ({
  of: (from, to) => {
    const start = (from - 1) * blockSize
    const wanted = Math.min(to * blockSize, source.size) - start
    const cut = (bytes: Uint8Array): readonly Uint8Array[] => {
      // Fewer bytes than there were: the file was changed under us.
      if (bytes.length !== wanted) throw new RangeError('the file became shorter')
      return encodeBlocks(from, to - from + 1, blockSize, bytes)
    }
    const bytes = source.read(start, wanted)
    return bytes instanceof Uint8Array ? cut(bytes) : bytes.then(cut)
  },
})

const keep = (fresh: Packets): Packets => {
  const packets: (Uint8Array | undefined)[] = []
  const note = (from: number, cut: readonly Uint8Array[]): readonly Uint8Array[] => {
    for (let nth = 0; nth < cut.length; nth++) packets[from + nth] = cut[nth]
    return cut
  }
  return {
    of: (from, to) => {
      const known = packets.slice(from, to + 1)
      if (isWhole(known, to - from + 1)) return known
      const cut = fresh.of(from, to)
      return cut instanceof Promise ? cut.then(all => note(from, all)) : note(from, cut)
    },
  }
}

const isWhole = (
  packets: readonly (Uint8Array | undefined)[],
  count: number,
): packets is readonly Uint8Array[] => {
  for (let nth = 0; nth < count; nth++) if (packets[nth] === undefined) return false
  return true
}
