/**
 * The site's own address server, as most sites have one: dnsmasq in a namespace of its own on the same
 * Ethernet. It gives addresses and says nothing of booting; that is for the program under rehearsal.
 */
import { execa } from 'execa'
import type { Bridge } from './bridge.ts'
import { addressAt, type Cidr, maskOf } from './cidr.ts'
import { inside } from './command.ts'

export interface Reservation {
  readonly mac: string
  readonly address: string
}

export const dnsmasqArguments = (network: Cidr, reservations: readonly Reservation[]): readonly string[] => [
  ...['--keep-in-foreground', '--conf-file=/dev/null', '--user=root', '--log-facility=-', '--log-dhcp'],
  ...['--port=0', '--interface=eth0', '--bind-interfaces'],
  ...['--dhcp-authoritative', '--no-ping', '--leasefile-ro'],
  `--dhcp-range=${addressAt(network, 100)},${addressAt(network, 199)},${maskOf(network)},10m`,
  // The bridge end is no router: nothing leaves.
  '--dhcp-option=option:router',
  ...reservations.map(({ mac, address }) => `--dhcp-host=${mac},${address}`),
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
  const serves = await heard(lines, /DHCP.*(range|sockets)/, log)
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
