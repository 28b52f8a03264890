/** What can go wrong in serving boot files and agents. */
import type { Fault } from '../errors.ts'

/** `reason` is the operating system's word: EADDRINUSE, EACCES, EADDRNOTAVAIL. */
export const httpNotListening = (address: string, port: number, reason: string): Fault => {
  const [code, message, remedy] = refusals[reason] ?? unknownRefusal(reason)
  return { code, message, remedy, place: `TCP port ${port} on ${address}` }
}

const refusals: Readonly<Record<string, readonly [code: string, message: string, remedy: string]>> = {
  EADDRINUSE: [
    'port-in-use',
    'another program already serves HTTP there',
    'Stop it (`ss -ltnp` names it), or set provision.ports.http to a free port',
  ],
  EACCES: [
    'port-not-permitted',
    'only root may open this port',
    'Run firstlight as root (sudo firstlight …), or set provision.ports.http above 1023',
  ],
  EADDRNOTAVAIL: [
    'address-not-here',
    'this machine does not have that address',
    'Look at `ip address`, and set provision.address or --address to one of its addresses',
  ],
}

const unknownRefusal = (reason: string) =>
  [
    'http-not-listening',
    `the operating system refuses to serve HTTP there: ${reason}`,
    'Look at the address and port in provision, and at `ss -ltn`',
  ] as const

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
