/** Copying what goes onto a machine: secrets and extra files, with modes of our choosing. */
import { chmod, copyFile, mkdir, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fail, type Result, succeed } from '../errors.ts'
import { cannotUse, notPlain } from '../faults/files.ts'
import { errnoOf } from './errno.ts'

/**
 * Folders become 0755: the tree is unpacked over a new system's root, and takes /etc's mode with it.
 * Links are followed, for secrets often are links (sops-nix); they may not lead in a circle.
 */
export const copyTree = async (from: string, to: string, mode: number): Promise<Result<void>> => {
  try {
    await mkdir(dirname(to), { recursive: true, mode: 0o755 })
    return await copyEntry(from, to, mode, 0)
  } catch (error) {
    return fail(cannotUse(from, errnoOf(error), 'read'))
  }
}

const deepest = 64

const copyEntry = async (from: string, to: string, mode: number, depth: number): Promise<Result<void>> => {
  const entry = await stat(from)
  if (depth > deepest) return fail(cannotUse(from, 'ELOOP', 'read'))
  if (entry.isDirectory()) return copyFolder(from, to, mode, depth)
  if (!entry.isFile()) return fail(notPlain(from))
  await copyFile(from, to)
  await chmod(to, mode)
  return succeed(undefined)
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
