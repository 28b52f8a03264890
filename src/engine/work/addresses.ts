/** Where a host may answer: what the site says, what earlier runs recorded, what the neighbours know. */
import type { Earlier } from '../earlier.ts'
import type { Host } from '../plan.ts'
import type { World } from '../world.ts'
import type { Records } from './records.ts'

/** How an address is known, in the order they are believed in. */
export type AddressSource = 'site' | 'record' | 'agent' | 'lease' | 'neighbour'

export interface KnownAddress {
  readonly address: string
  readonly sources: readonly AddressSource[]
}

export interface Rumours {
  readonly records: Records
  readonly earlier: Earlier | null
  readonly world: { readonly network: Pick<World['network'], 'neighbours'> }
}

export const knownAddresses = async (
  host: Host,
  { records, earlier, world }: Rumours,
  seen: readonly string[] = [],
): Promise<readonly KnownAddress[]> => {
  const before = earlier?.hosts.get(host.name)
  const neighbours = await world.network.neighbours()
  const told: readonly (readonly [AddressSource, string | null | undefined])[] = [
    ['site', host.address],
    ['record', records.of(host.name)?.address],
    ...seen.map(address => ['agent', address] as const),
    ['agent', before?.guest?.address],
    ['lease', before?.lease],
    ...neighbours
      .filter(({ mac }) => host.macs.includes(mac))
      .map(({ address }) => ['neighbour', address] as const),
  ]
  const sources = new Map<string, AddressSource[]>()
  for (const [source, address] of told)
    if (address) sources.set(address, [...(sources.get(address) ?? []), source])
  return [...sources].map(([address, sources]) => ({ address, sources: [...new Set(sources)] }))
}

export const addressesOf = async (
  host: Host,
  rumours: Rumours,
  seen: readonly string[] = [],
): Promise<readonly string[]> => (await knownAddresses(host, rumours, seen)).map(({ address }) => address)
