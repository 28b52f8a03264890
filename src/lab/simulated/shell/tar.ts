/** Reads the tar archives that GNU tar writes: files and their modes, long names included. */
import type { File } from '../disks.ts'

const block = 512

export const filesInTar = (archive: Buffer): ReadonlyMap<string, File> => {
  const files = new Map<string, File>()
  let longName: string | undefined
  for (let at = 0; at + block <= archive.length; ) {
    const header = archive.subarray(at, at + block)
    if (header[0] === 0) break
    const size = Number.parseInt(field(header, 124, 12), 8) || 0
    const content = archive.subarray(at + block, at + block + size)
    const type = field(header, 156, 1)
    if (type === '' || type === '0')
      files.set(bare(longName ?? nameOf(header)), {
        mode: Number.parseInt(field(header, 100, 8), 8),
        content: Buffer.from(content),
      })
    longName = type === 'L' ? untilZero(content) : undefined
    at += block + Math.ceil(size / block) * block
  }
  return files
}

const untilZero = (bytes: Buffer): string => bytes.toString('utf8').replace(/\0.*$/s, '')

const field = (header: Buffer, at: number, length: number): string =>
  untilZero(header.subarray(at, at + length)).trim()

const nameOf = (header: Buffer): string => {
  const prefix = field(header, 257, 5) === 'ustar' ? field(header, 345, 155) : ''
  return prefix === '' ? field(header, 0, 100) : `${prefix}/${field(header, 0, 100)}`
}

const bare = (path: string): string => path.replace(/^(\.?\/)+/, '')
