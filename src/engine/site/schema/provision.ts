/** How machines are brought up from here. */
import * as z from 'zod'
import { address, count, duration, maybe, port, seconds, text, url } from './words.ts'

const pair = z.tuple([address, address])

export const phases = [
  'pending',
  'checking',
  'waking',
  'offered',
  'fetching',
  'booting',
  'phonedHome',
  'held',
  'partitioning',
  'copying',
  'installing',
  'rebooting',
  'verifying',
  'healthChecking',
] as const

const ports = ['dhcp', 'client', 'relay', 'proxy', 'tftp', 'http', 'wake', 'ssh'] as const

/** An object with these keys, each of this kind. */
const each = <K extends string, T extends z.ZodType>(keys: readonly K[], schema: T) =>
  z.strictObject(Object.fromEntries(keys.map(key => [key, schema])) as Record<K, T>)

export const provisionSchema = z.strictObject({
  interface: maybe(text).describe('The interface we serve on'),
  address: maybe(address).describe('Our address on it'),
  dhcp: maybe(
    z.union([
      z.enum(['proxy', 'server']),
      z.strictObject({
        server: maybe(z.strictObject({ range: maybe(z.union([pair, z.array(pair)])) })),
      }),
    ]),
  ).describe('"proxy" beside an existing DHCP server, or our own with its pool'),
  parallel: maybe(count).describe('Installs at once'),
  deadlines: maybe(each(phases, maybe(z.union([seconds, duration])))).describe(
    'How long each phase may be silent: "90s", "10m", "1h", or seconds',
  ),
  bootFileUrl: maybe(url).describe('Where boot files are fetched from instead of us'),
  ports: maybe(each(ports, maybe(port))),
})
