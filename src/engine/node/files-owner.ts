/**
 * Root writes for others: whoever starts this program with sudo wants to edit, commit and remove what it wrote. So
 * what root makes in somebody's folder is theirs. What cannot be given away stays root's; written it is.
 */
import { fchownSync, lchownSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface Owner {
  readonly uid: number
  readonly gid: number
}

/**
 * Gives away the folders that had to be made for `folder`, `firstMade` the topmost of them, and says whose the files
 * in it are to be; nobody else's than their maker's where that is not root, or where the folder around is root's.
 */
export const giveFolders = (folder: string, firstMade: string | undefined): Owner | undefined => {
  if (process.getuid?.() !== 0) return undefined
  try {
    const { uid, gid } = statSync(firstMade === undefined ? folder : dirname(firstMade))
    if (uid === 0) return undefined
    // From below: nobody owns the way to a folder before it is given away itself.
    for (let made = folder; firstMade !== undefined && made.length >= firstMade.length; made = dirname(made))
      lchownSync(made, uid, gid)
    return { uid, gid }
  } catch {
    return undefined
  }
}

/** Made with what is missing on the way to it; says whose the files in it are to be. */
export const makeFolderOwned = async (folder: string, mode: number): Promise<Owner | undefined> =>
  giveFolders(folder, await mkdir(folder, { recursive: true, mode }))

/** Only one that was made just now, and by its handle: another may lie under its name already. */
export const giveFile = (file: number, owner: Owner | undefined): void => {
  if (owner === undefined) return
  try {
    fchownSync(file, owner.uid, owner.gid)
  } catch {
    // It stays root's.
  }
}
