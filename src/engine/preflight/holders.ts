/**
 * Who holds a port, and does that concern us? A socket tied to another network card, as libvirt's address server
 * is, or to another address of this host, hears nothing that is meant for us. `ss` tells which process it is and
 * what it is tied to; where it does not run, nothing is known and every holder is in the way.
 */
import type { World } from '../world.ts'

export interface Holder {
  /** A wildcard hears what comes to any address. */
  readonly address: string | 'any'
  /** The network card it is tied to. */
  readonly device: string | null
  readonly program: string | null
  readonly pid: string | null
}

export const holdersOf = async (
  { processes }: Pick<World, 'processes'>,
  protocol: 'UDP' | 'TCP',
  port: number,
): Promise<readonly Holder[]> => {
  const ran = await processes.run({
    command: ['ss', '-H', '-l', '-n', '-p', protocol === 'UDP' ? '-u' : '-t', 'sport', '=', `:${port}`],
    timeout: 5000,
  })
  return ran.stdout.split('\n').flatMap(line => readHolder(line, port) ?? [])
}

/** `UNCONN 0 0 0.0.0.0%virbr0:67 0.0.0.0:* users:(("dnsmasq",pid=7,fd=4))` */
const readHolder = (line: string, port: number): Holder | undefined => {
  const local = line.split(/\s+/).find(word => word.endsWith(`:${port}`))
  if (local === undefined) return undefined
  const [address = '', device = null] = local.slice(0, -`:${port}`.length).split('%')
  const [, program = null, pid = null] = /users:\(\("([^"]+)",pid=(\d+)/.exec(line) ?? []
  return { address: wildcards.includes(address) ? 'any' : address, device, program, pid }
}

const wildcards = ['0.0.0.0', '*', '[::]']

export const isInTheWay = (
  holder: Holder,
  ours: { readonly address: string; readonly name: string },
): boolean =>
  (holder.device === null || holder.device === ours.name) &&
  (holder.address === 'any' || holder.address === ours.address)
