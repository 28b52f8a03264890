/**
 * Slices of large files, shared by everybody who reads them. Machines of a rack start together and read the same
 * initrd in step: each slice is read once and kept until its room is needed. What a client is just sending cannot
 * be dropped, so it counts too; when all the room is in use, a reader gets a small piece of its own instead. Memory
 * is therefore bounded by `capacity` and one such piece for each client, however far apart they are.
 */
import type { Source } from '../../world.ts'
import { createShelf, type Slice } from './shelf.ts'

/** Bytes to send, kept until they are given back. Never longer than asked for; shorter is normal. */
export interface Lease {
  readonly bytes: Uint8Array
  release(): void
}

export interface Slices {
  lease(source: Source, position: number, longest: number): Lease | Promise<Lease>
  /** Bytes kept and being read. */
  held(): number
}

export interface SlicesOptions {
  readonly capacity: number
  readonly slice?: number
  readonly piece?: number
}

const mebibyte = 1024 * 1024

export const shareSlices = ({ capacity, slice = mebibyte, piece = mebibyte / 16 }: SlicesOptions): Slices => {
  const shelf = createShelf(capacity)
  const keyOf = keys()

  const lease = (source: Source, position: number, longest: number): Lease | Promise<Lease> => {
    const offset = position % slice
    const key = keyOf(source, position - offset)
    const known = shelf.find(key)
    if (known !== undefined) return use(known, offset, longest)
    const room = Math.min(slice, source.size - (position - offset))
    if (!shelf.makeRoom(room)) return ownPiece(source, position, Math.min(longest, piece))
    const begun = begin(source, position - offset, room)
    if (begun instanceof Uint8Array) return own(begun.subarray(offset, offset + longest))
    shelf.put(key, begun)
    return use(begun, offset, longest)
  }

  /** A new megabyte for every slice costs more than its reading: the garbage collector's time, and page faults. */
  const begin = (source: Source, start: number, room: number): Slice | Uint8Array => {
    if (source.fill === undefined || room < slice) {
      const bytes = source.read(start, room)
      return bytes instanceof Uint8Array ? bytes : { room, bytes, users: 0 }
    }
    const memory = shelf.takeSpare() ?? new Uint8Array(slice)
    const bytes = source.fill(memory, start).then(length => memory.subarray(0, length))
    return { room, bytes, memory, users: 0 }
  }

  return { lease, held: shelf.held }
}

/** A name for each slice of each source. */
const keys = (): ((source: Source, start: number) => string) => {
  const names = new WeakMap<Source, number>()
  let next = 0
  return (source, start) => {
    const name = names.get(source) ?? next++
    names.set(source, name)
    return `${name}:${start}`
  }
}

const use = async (slice: Slice, offset: number, longest: number): Promise<Lease> => {
  slice.users++
  const release = once(() => slice.users--)
  try {
    return { bytes: (await slice.bytes).subarray(offset, offset + longest), release }
  } catch (error) {
    release()
    throw error
  }
}

/** What is in memory anyway, or too small to matter, needs no keeping. */
const own = (bytes: Uint8Array): Lease => ({ bytes, release: () => undefined })

const ownPiece = async (source: Source, position: number, longest: number): Promise<Lease> =>
  own((await source.read(position, longest)).subarray(0, longest))

const once = (run: () => void): (() => void) => {
  let due = true
  return () => {
    if (due) run()
    due = false
  }
}
