/** Why the first files of a site are not written. */
import type { Fault } from '../errors.ts'

export const alreadyThere = (folder: string, paths: readonly string[]): Fault => ({
  code: 'already-there',
  message: `${paths.map(path => path.slice(folder.length + 1)).join(', ')} ${paths.length === 1 ? 'is' : 'are'} there already, and nothing was written`,
  place: folder,
  remedy: 'Choose another --folder, or --show the files and take over by hand what you want',
})

export const incompleteNetwork = (): Fault => ({
  code: 'incomplete-network',
  message: 'an address needs the network card it is on, and everything else of a network needs an address',
  place: '--device, --device-address',
  remedy: 'Give both, like --device eno1 --device-address 10.0.0.11/24, or neither: then DHCP decides',
})

export const noPublicKey = (paths: readonly string[]): Fault => ({
  code: 'no-public-key',
  message: `there is no SSH public key in ${paths.join(', ')}, and no agent holds one`,
  place: '--public-key',
  remedy: 'Make one with ssh-keygen -t ed25519, or name yours: without it nobody could log in',
})
