/** What can go wrong in serving boot files and agents. */
import type { Fault } from '../errors.ts'

export const scriptRefused = (host: string, why: string): Fault => ({
  code: 'boot-script-refused',
  message: `no boot script can be made: ${why}`,
  place: `${host}, boot script`,
  remedy: 'Change that value in the site, or in the installer it names, then retry',
})

export const bootFileUnreadable = (host: string, file: string, reason: string): Fault => ({
  code: 'boot-file-unreadable',
  message: `${file} cannot be read: ${reason}`,
  place: `${host}, ${file}`,
  remedy:
    'Check that the file is still there and whole (a Nix garbage collection may have taken it), then retry',
})
