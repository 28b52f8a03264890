/** One machine. */
import * as z from 'zod'
import { bgpSchema } from './bgp.ts'
import { devicesSchema } from './network.ts'
import {
  absolutePath,
  anything,
  bootFile,
  fileMode,
  filePath,
  hostAddress,
  installer,
  mac,
  maybe,
  oneOrMany,
  system,
  text,
  uuid,
  wakePassword,
  wave,
} from './words.ts'

const diskSchema = z.strictObject({
  id: maybe(text).describe('Its name in /dev/disk/by-id'),
  serial: maybe(text),
  path: maybe(absolutePath),
})

const secretSchema = z.strictObject({
  from: maybe(filePath).describe('A file or folder here, never one in the Nix store'),
  to: maybe(absolutePath).describe('Where it goes on the installed machine'),
  mode: maybe(fileMode),
})

export const hostSchema = z.strictObject({
  mac: maybe(oneOrMany(mac)),
  uuid: maybe(uuid).describe('Only where a MAC does not tell the machine apart'),
  managed: maybe(z.boolean()).describe('False: known in the topology, and never touched'),
  profile: maybe(text),
  system: maybe(system).describe("The flake's output; the host's name unless said"),
  platform: maybe(text),
  wave: maybe(wave).describe('Lower waves go first'),
  address: maybe(hostAddress).describe(
    'Where the installed system answers, when it is not its first interface',
  ),
  firmware: maybe(
    z.strictObject({
      offer: maybe(z.enum(['auto', 'plain', 'option43', 'direct'])),
      bootFile: maybe(bootFile),
    }),
  ),
  disks: maybe(z.array(diskSchema)).describe('What may be erased'),
  secrets: maybe(z.array(secretSchema)),
  wakeOnLan: maybe(z.strictObject({ password: maybe(wakePassword) })),
  ...devicesSchema,
  bgp: maybe(bgpSchema),
  forwarding: maybe(z.boolean()),
  prefixLists: maybe(anything),
  communities: maybe(anything),
  firewall: maybe(anything),
  nat: maybe(anything),
})

export const profileSchema = z.strictObject({ installer: maybe(installer) })
