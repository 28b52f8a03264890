/**
 * Root writes for others: whoever starts this program with sudo wants to edit, commit and remove what it wrote. So
 * what root makes in somebody's folder is theirs. What cannot be given away stays root's; written it is.
 */
import { lchownSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

export interface Owner {
  readonly uid: number
  readonly gid: number
}

/**
 * Who is to own what is made in this folder; nobody else than its maker where that is not root, or the folder is
 * root's. `firstMade` is the topmost of the folders that had to be made for it, and those are given away here.
 */
export const ownerIn = (folder: string, firstMade: string | undefined): Owner | undefined => {
  if (process.getuid?.() !== 0) return undefined
  try {
    const { uid, gid } = statSync(firstMade === undefined ? folder : dirname(firstMade))
    if (uid === 0) return undefined
    for (const made of firstMade === undefined ? [] : between(firstMade, folder)) lchownSync(made, uid, gid)
    return { uid, gid }
  } catch {
    return undefined
  }
}

/** Both included. */
const between = (above: string, below: string): readonly string[] =>
  below.length <= above.length ? [below] : [...between(above, dirname(below)), below]
