/** Copying what goes onto a machine: secrets and extra files, with modes of our choosing. */
import { constants } from 'node:fs'
import { chmod, copyFile, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type Fault, fail, type Result, succeed } from '../errors.ts'
import { cannotUse, notPlain } from '../faults/files.ts'
import { errnoOf } from './errno.ts'
import { giveFile, makeFolderOwned, type Owner } from './files-owner.ts'
import { draftOf } from './files-private.ts'

/**
 * Folders become 0755: the tree is unpacked over a new system's root, and takes /etc's mode with it.
 * Links are followed, for secrets often are links (sops-nix); they may not lead in a circle.
 */
export const copyTree = async (from: string, to: string, mode: number): Promise<Result<void>> => {
  try {
    const owner = await makeFolderOwned(resolve(dirname(to)), 0o755)
    return await copyEntry({ from, to, mode, owner }, 0)
  } catch (error) {
    return fail(refusal(from, to, errnoOf(error)))
  }
}

/** A disk that is full is the one that is written to, whatever was being read. */
const refusal = (from: string, to: string, code: string): Fault =>
  ['ENOSPC', 'EDQUOT', 'EROFS'].includes(code) ? cannotUse(to, code, 'write') : cannotUse(from, code, 'read')

const deepest = 64

interface Copy {
  readonly from: string
  readonly to: string
  readonly mode: number
  readonly owner: Owner | undefined
}

const copyEntry = async (copy: Copy, depth: number): Promise<Result<void>> => {
  const entry = await stat(copy.from)
  if (depth > deepest) return fail(cannotUse(copy.from, 'ELOOP', 'read'))
  if (entry.isDirectory()) return copyFolder(copy, depth)
  if (!entry.isFile()) return fail(notPlain(copy.from))
  return copyFileTo(copy)
}

/** A reader of the old file keeps it whole, and a copy that fails leaves it where it was. */
const copyFileTo = async ({ from, to, mode, owner }: Copy): Promise<Result<void>> => {
  const draft = draftOf(to)
  try {
    await rm(draft, { force: true })
    await copyFile(from, draft, constants.COPYFILE_EXCL)
    await finish(draft, mode, owner)
    await rename(draft, to)
    return succeed(undefined)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {})
    throw error
  }
}

/** By its handle, for another may lie under its name by now. */
const finish = async (draft: string, mode: number, owner: Owner | undefined): Promise<void> => {
  await using file = await open(draft, constants.O_RDONLY | constants.O_NOFOLLOW)
  giveFile(file.fd, owner)
  await file.chmod(mode)
}

const copyFolder = async ({ from, to, mode }: Copy, depth: number): Promise<Result<void>> => {
  const owner = await makeFolderOwned(resolve(to), 0o755)
  await chmod(to, 0o755)
  for (const name of await readdir(from)) {
    const copied = await copyEntry({ from: join(from, name), to: join(to, name), mode, owner }, depth + 1)
    if (!copied.ok) return copied
  }
  return succeed(undefined)
}
