/** Copying what goes onto a machine: secrets and extra files, with modes of our choosing. */
import { chmod, copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Fault, fail, type Result, succeed } from '../errors.ts'
import { cannotUse, notPlain } from '../faults/files.ts'
import { errnoOf } from './errno.ts'
import { draftOf } from './files-private.ts'

/**
 * Folders become 0755: the tree is unpacked over a new system's root, and takes /etc's mode with it.
 * Links are followed, for secrets often are links (sops-nix); they may not lead in a circle.
 */
export const copyTree = async (from: string, to: string, mode: number): Promise<Result<void>> => {
  try {
    await mkdir(dirname(to), { recursive: true, mode: 0o755 })
    return await copyEntry(from, to, mode, 0)
  } catch (error) {
    return fail(refusal(from, to, errnoOf(error)))
  }
}

/** A disk that is full is the one that is written to, whatever was being read. */
const refusal = (from: string, to: string, code: string): Fault =>
  ['ENOSPC', 'EDQUOT', 'EROFS'].includes(code) ? cannotUse(to, code, 'write') : cannotUse(from, code, 'read')

const deepest = 64

const copyEntry = async (from: string, to: string, mode: number, depth: number): Promise<Result<void>> => {
  const entry = await stat(from)
  if (depth > deepest) return fail(cannotUse(from, 'ELOOP', 'read'))
  if (entry.isDirectory()) return copyFolder(from, to, mode, depth)
  if (!entry.isFile()) return fail(notPlain(from))
  return copyFileTo(from, to, mode)
}

/** A reader of the old file keeps it whole, and a copy that fails leaves it where it was. */
const copyFileTo = async (from: string, to: string, mode: number): Promise<Result<void>> => {
  const draft = draftOf(to)
  try {
    await copyFile(from, draft)
    await chmod(draft, mode)
    await rename(draft, to)
    return succeed(undefined)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {})
    throw error
  }
}

const copyFolder = async (from: string, to: string, mode: number, depth: number): Promise<Result<void>> => {
  await mkdir(to, { recursive: true })
  await chmod(to, 0o755)
  for (const name of await readdir(from)) {
    const copied = await copyEntry(join(from, name), join(to, name), mode, depth + 1)
    if (!copied.ok) return copied
  }
  return succeed(undefined)
}
