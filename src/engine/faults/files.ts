/** What can go wrong with files on this machine. */
import type { Fault } from '../errors.ts'
import { printable } from '../protocol/text.ts'

/** `code` is the kernel's: ENOENT and its kin. */
export const cannotUse = (path: string, code: string, intent: 'read' | 'write'): Fault => {
  const [name, what, remedy] = causes[code] ?? [
    'file-failed',
    `it could not be ${intent === 'read' ? 'read' : 'written'}: ${printable(code)}`,
    'Check the file system it is on, then try again',
  ]
  return { code: name, message: what, place: printable(path), remedy }
}

const causes: Readonly<Record<string, readonly [code: string, what: string, remedy: string]>> = {
  ENOENT: ['file-missing', 'there is no such file', 'Check the path; relative ones start at the site file'],
  ENOTDIR: [
    'file-missing',
    'part of this path is a file, not a folder',
    'Check the path; relative ones start at the site file',
  ],
  EACCES: ['file-forbidden', 'this user may not use it', 'Change its owner or mode, or run as another user'],
  EPERM: ['file-forbidden', 'this user may not use it', 'Change its owner or mode, or run as another user'],
  EISDIR: ['not-a-file', 'it is a folder, not a file', 'Name a file in it'],
  ENOSPC: ['disk-full', 'the disk is full', 'Free some space there, then try again'],
  EDQUOT: ['disk-full', "this user's quota is used up", 'Free some space there, then try again'],
  EROFS: ['read-only', 'the file system is read-only', 'Choose another place, or mount it writable'],
  ELOOP: ['link-loop', 'its links lead in a circle', 'Mend the symbolic links'],
}

export const tooLarge = (path: string, limit: number): Fault => ({
  code: 'file-too-large',
  message: `it holds more than the ${limit} bytes that make sense here`,
  place: printable(path),
  remedy: 'Check that it is the file you mean',
})

export const notPlain = (path: string): Fault => ({
  code: 'not-a-file',
  message: 'it is neither a plain file nor a folder',
  place: printable(path),
  remedy: 'Name a plain file; devices, pipes and sockets are not read',
})
