/**
 * The site's own address server, as most sites have one: dnsmasq in a namespace of its own on the same
 * Ethernet. It gives addresses and says nothing of booting; that is for the program under rehearsal.
 */
import { execa } from 'execa'
import type { Bridge, SiteAddresses } from './bridge.ts'
import { addressAt, maskOf, splitCidr } from './cidr.ts'
import { inside } from './command.ts'

export interface AddressServer extends SiteAddresses {
  readonly reservations: readonly { readonly mac: string; readonly address: string }[]
  /** What it gives to machines without a reservation; 100 to 199 of the network unless said; null: it is none. */
  readonly pool?: { readonly from: string; readonly to: string } | null
  /** More of dnsmasq's options, for a site whose server has an opinion on booting too. */
  readonly options?: readonly string[]
}

export const dnsmasqArguments = (server: AddressServer): readonly string[] => [
  ...['--keep-in-foreground', '--conf-file=/dev/null', '--user=root', '--log-facility=-', '--log-dhcp'],
  ...['--port=0', '--interface=eth0', '--bind-interfaces'],
  ...['--dhcp-authoritative', '--no-ping', '--leasefile-ro'],
  ...rangeOf(server),
  // The bridge end is no router: nothing leaves.
  '--dhcp-option=option:router',
  ...(server.address6 ? advertisements(splitCidr(server.address6).address) : []),
  ...server.reservations.map(({ mac, address }) => `--dhcp-host=${mac},${address}`),
  ...(server.options ?? []),
]

const rangeOf = ({ pool, address }: AddressServer): readonly string[] => {
  const { from, to } = pool ?? { from: addressAt(address, 100), to: addressAt(address, 199) }
  return pool === null ? [] : [`--dhcp-range=${from},${to},${maskOf(address)},10m`]
}

/** A router's word on IPv6, without being one: iPXE waits 13 s longer on a network that has none. */
const advertisements = (address: string): readonly string[] => [
  '--enable-ra',
  `--dhcp-range=${address},ra-only`,
  '--ra-param=eth0,60,0',
]

/** Resolves once it serves; ends with the lab, or before with `stop`. */
export const startAddressServer = async (
  site: NonNullable<Bridge['site']>,
  args: readonly string[],
  log: (line: string) => void,
): Promise<{ stop(): Promise<void> }> => {
  const [program, ...rest] = inside(site.namespace, ['dnsmasq', ...args])
  const child = execa(program, rest, { reject: false, buffer: false, stdin: 'ignore', lines: true })
  const lines = child.iterable({ from: 'stderr' })[Symbol.asyncIterator]()
  const serves = await heard(lines, /DHCP.*(range|sockets)|router advertisement/, log)
  if (!serves) throw new Error(`the site's address server did not start: ${(await child).shortMessage}`)
  const reading = heard(lines, undefined, log)
  return {
    async stop() {
      child.kill('SIGKILL')
      await Promise.allSettled([child, reading])
    },
  }
}

const heard = async (
  lines: AsyncIterator<unknown>,
  pattern: RegExp | undefined,
  log: (line: string) => void,
): Promise<boolean> => {
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    log(String(next.value))
    if (pattern?.test(String(next.value))) return true
  }
  return false
}
