/** Files through `node:fs`: every failure becomes a fault with the path in it. */
import { access, readdir, statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { fail, type Result, succeed } from '../errors.ts'
import { cannotUse } from '../faults/files.ts'
import type { Files } from '../world.ts'
import { errnoOf } from './errno.ts'
import { copyTree } from './files-copy.ts'
import { adoptFolder, makeFolder, openAppender, privateFolder, write, writePrivate } from './files-private.ts'
import { digest, openSource, readAtMost } from './files-read.ts'

export const createFiles = (): Files => ({
  readText: async (path, limit) => {
    const read = await readAtMost(path, limit)
    return read.ok ? succeed(new TextDecoder().decode(read.value)) : read
  },
  readBytes: readAtMost,
  open: openSource,
  list,
  exists: path =>
    access(path).then(
      () => true,
      () => false,
    ),
  free,
  digest,
  write,
  writePrivate,
  privateFolder,
  adoptFolder,
  makeFolder,
  copy: copyTree,
  appender: openAppender,
})

const list = async (directory: string): Promise<Result<readonly string[]>> => {
  try {
    return succeed((await readdir(directory)).sort())
  } catch (error) {
    return fail(cannotUse(directory, errnoOf(error), 'read'))
  }
}

/** Of the nearest folder that is there: what is asked about may not have been made yet. */
const free = async (path: string): Promise<number> => {
  try {
    const { bavail, bsize } = await statfs(path)
    return bavail * bsize
  } catch {
    const parent = dirname(resolve(path))
    return parent === resolve(path) ? 0 : free(parent)
  }
}
