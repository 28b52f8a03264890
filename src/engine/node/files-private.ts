/** Writing, mostly what nobody else may read: keys, the journal, files on their way to a machine. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { lstat, mkdtemp, open, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { fail, type Result, succeed } from '../errors.ts'
import { cannotUse } from '../faults/files.ts'
import type { Files } from '../world.ts'
import { errnoOf } from './errno.ts'
import { giveFile, giveFolders, makeFolderOwned, type Owner } from './files-owner.ts'

export const writePrivate: Files['writePrivate'] = (path, content) => replace(path, content, 0o600, 0o700)

export const write: Files['write'] = (path, content) => replace(path, content, 0o644, 0o755)

/** Whoever reads it sees the old content or the new, whole, even after a power cut. */
const replace = async (
  path: string,
  content: string | Uint8Array,
  mode: number,
  folderMode: number,
): Promise<Result<void>> => {
  const draft = draftOf(path)
  try {
    const folder = resolve(dirname(path))
    const owner = await makeFolderOwned(folder, folderMode)
    await rm(draft, { force: true })
    await writeSynced(draft, content, mode, owner)
    await rename(draft, path)
    return succeed(undefined)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {})
    return fail(cannotUse(path, errnoOf(error), 'write'))
  }
}

/** Beside the file, so that it can take its place in one step. */
export const draftOf = (path: string): string =>
  join(dirname(path), `.${basename(path)}.${process.pid}.draft`)

const writeSynced = async (
  path: string,
  content: string | Uint8Array,
  mode: number,
  owner: Owner | undefined,
): Promise<void> => {
  await using file = await open(path, 'wx', mode)
  giveFile(file.fd, owner)
  await file.writeFile(content)
  await file.sync()
}

/** In memory (XDG_RUNTIME_DIR) where there is such a place, so that no key touches a disk. */
export const privateFolder: Files['privateFolder'] = async prefix => {
  const parents = [process.env.XDG_RUNTIME_DIR, tmpdir()].filter(parent => parent !== undefined)
  let refused = 'ENOENT'
  for (const parent of parents) {
    try {
      const path = await mkdtemp(join(parent, `${prefix}-`))
      return succeed({ path, remove: () => rm(path, { recursive: true, force: true }) })
    } catch (error) {
      refused = errnoOf(error)
    }
  }
  return fail(cannotUse(parents.at(-1) ?? '/tmp', refused, 'write'))
}

export const adoptFolder: Files['adoptFolder'] = async (path, prefix) => {
  try {
    const { uid, mode } = await lstat(path).then(found => (found.isDirectory() ? found : refuse()))
    if (uid !== process.getuid?.() || (mode & 0o077) !== 0 || !basename(path).startsWith(prefix)) refuse()
    return succeed({ path, remove: () => rm(path, { recursive: true, force: true }) })
  } catch (error) {
    return fail(cannotUse(path, errnoOf(error), 'read'))
  }
}

const refuse = (): never => {
  throw Object.assign(new Error('not a private folder of ours'), { code: 'EACCES' })
}

export const makeFolder = async (path: string): Promise<Result<void>> => {
  try {
    const folder = resolve(path)
    await makeFolderOwned(folder, 0o700)
    return succeed(undefined)
  } catch (error) {
    return fail(cannotUse(path, errnoOf(error), 'write'))
  }
}

/** Synchronous: a line is down before it is shown. */
export const openAppender: Files['appender'] = path => {
  try {
    const folder = resolve(dirname(path))
    const owner = giveFolders(folder, mkdirSync(folder, { recursive: true, mode: 0o700 }))
    return succeed(appender(openOrMake(path, owner), path))
  } catch (error) {
    return fail(cannotUse(path, errnoOf(error), 'write'))
  }
}

/** One that is there is whose it is, and may be a link to anything. */
const openOrMake = (path: string, owner: Owner | undefined): number => {
  try {
    const made = openSync(path, 'ax', 0o600)
    giveFile(made, owner)
    return made
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error
    return openSync(path, 'a', 0o600)
  }
}

/** After closing, the number may already belong to another file. */
const appender = (file: number, path: string) => {
  let open = true
  return {
    append: (line: string) => (open ? appendTo(file, path, line) : fail(cannotUse(path, 'EBADF', 'write'))),
    close: () => {
      if (open) closeSync(file)
      open = false
    },
  }
}

const appendTo = (file: number, path: string, line: string): Result<void> => {
  try {
    let rest: Uint8Array = Buffer.from(`${line}\n`)
    while (rest.length > 0) rest = rest.subarray(writeSync(file, rest))
    return succeed(undefined)
  } catch (error) {
    return fail(cannotUse(path, errnoOf(error), 'write'))
  }
}
