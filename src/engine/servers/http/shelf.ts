/** Slices in memory, oldest use first, never more than `capacity` bytes; what is in use stays. */
export interface Slice {
  /** Bytes it takes, counted from when its reading begins. */
  readonly room: number
  readonly bytes: Promise<Uint8Array>
  /** Where it was read to, if that may be used again. */
  readonly memory?: Uint8Array
  users: number
}

export interface Shelf {
  /** Looking at it is using it: it is the youngest now. */
  find(key: string): Slice | undefined
  put(key: string, slice: Slice): void
  /** Whether there is room now, after dropping the oldest of what nobody uses. */
  makeRoom(room: number): boolean
  /** The memory of the slice that was dropped last, for the one that takes its place. */
  takeSpare(): Uint8Array | undefined
  held(): number
}

export const createShelf = (capacity: number): Shelf => {
  const slices = new Map<string, Slice>()
  let held = 0
  let spare: Uint8Array | undefined

  const drop = (key: string, slice: Slice): void => {
    if (slices.get(key) !== slice) return
    slices.delete(key)
    held -= slice.room
    spare = slice.memory ?? spare
  }

  const find = (key: string): Slice | undefined => {
    const slice = slices.get(key)
    if (slice === undefined) return undefined
    slices.delete(key)
    slices.set(key, slice)
    return slice
  }

  const put = (key: string, slice: Slice): void => {
    slices.set(key, slice)
    held += slice.room
    // What could not be read is tried again by the next who asks.
    slice.bytes.catch(() => drop(key, slice))
  }

  const makeRoom = (room: number): boolean => {
    for (const [key, slice] of slices) {
      if (held + room <= capacity) return true
      if (slice.users === 0) drop(key, slice)
    }
    return held + room <= capacity
  }

  const takeSpare = (): Uint8Array | undefined => {
    const taken = spare
    spare = undefined
    return taken
  }

  return { find, put, makeRoom, takeSpare, held: () => held }
}
