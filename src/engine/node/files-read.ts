/** Reading: whole but bounded, or from any place. */
import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { fail, type Result, succeed } from '../errors.ts'
import { cannotUse, notPlain, tooLarge } from '../faults/files.ts'
import type { Source } from '../world.ts'
import { errnoOf } from './errno.ts'

/** Pipes too: a site may come from a process substitution. */
export const readAtMost = async (path: string, limit: number): Promise<Result<Uint8Array>> => {
  try {
    await using file = await open(path)
    const parts: Uint8Array[] = []
    let size = 0
    while (size <= limit) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(64 * 1024, limit - size + 1)))
      if (bytesRead === 0) return succeed(Buffer.concat(parts))
      parts.push(buffer.subarray(0, bytesRead))
      size += bytesRead
    }
    return fail(tooLarge(path, limit))
  } catch (error) {
    return fail(cannotUse(path, errnoOf(error), 'read'))
  }
}

export const digest = async (path: string): Promise<Result<string>> => {
  try {
    const hash = createHash('sha256')
    await using file = await open(path)
    for await (const chunk of file.createReadStream({ highWaterMark: 1024 * 1024, autoClose: false }))
      hash.update(chunk)
    return succeed(hash.digest('hex'))
  } catch (error) {
    return fail(cannotUse(path, errnoOf(error), 'read'))
  }
}

export const openSource = async (path: string): Promise<Result<Source & { close(): Promise<void> }>> => {
  try {
    const file = await open(path)
    const stat = await file.stat()
    if (stat.isFile()) return succeed(sourceOf(file, stat.size))
    await file.close()
    return fail(stat.isDirectory() ? cannotUse(path, 'EISDIR', 'read') : notPlain(path))
  } catch (error) {
    return fail(cannotUse(path, errnoOf(error), 'read'))
  }
}

const sourceOf = (file: FileHandle, size: number): Source & { close(): Promise<void> } => ({
  size,
  read: (position, length) => readFully(file, position, Math.min(length, Math.max(0, size - position))),
  fill: (memory, position) => fill(file, memory, position),
  close: () => file.close(),
})

const readFully = async (file: FileHandle, position: number, length: number): Promise<Uint8Array> => {
  const bytes = Buffer.allocUnsafe(length)
  return bytes.subarray(0, await fill(file, bytes, position))
}

/** One read may give less than asked for before the end. */
const fill = async (file: FileHandle, memory: Uint8Array, position: number): Promise<number> => {
  let filled = 0
  while (filled < memory.length) {
    const { bytesRead } = await file.read(memory, filled, memory.length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled
}
