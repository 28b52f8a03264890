/** A site walked through once: what the checks ask about again and again. */
import type { Fault } from '../errors.ts'
import { type Address, parseSubnet, type Subnet } from './address.ts'
import type { Path } from './path.ts'
import type { Site, SiteHost, SiteNetworkEntry, SiteService } from './schema.ts'

export interface Survey {
  readonly site: Site
  /** Where a value was written: `site.json: hosts.node1.mac`. */
  readonly at: (...path: Path) => string
  readonly hosts: readonly Named<SiteHost>[]
  /** Enabled ones. */
  readonly services: readonly Named<SiteService>[]
  readonly devices: readonly Device[]
  readonly addresses: readonly OwnAddress[]
}

export type Check = (survey: Survey) => readonly Fault[]

export type Named<T> = readonly [name: string, value: T]

type Devices = Pick<SiteHost, 'interfaces' | 'vlans' | 'bonds' | 'bridges'>
type DeviceEntry = NonNullable<NonNullable<SiteHost['interfaces']>[string]>

/** An interface, VLAN, bond or bridge. */
export interface Device {
  readonly host: string
  readonly name: string
  readonly path: Path
  readonly entry: DeviceEntry
  readonly network: SiteNetworkEntry | undefined
}

export interface OwnAddress {
  readonly host: string
  readonly device: Device
  readonly path: Path
  readonly text: string
  readonly subnet: Subnet
}

export const entriesOf = <T>(record: Readonly<Record<string, T>> | null | undefined): Named<T>[] =>
  Object.entries(record ?? {})

/** A value of a record by a name from the outside: never what every JavaScript object inherits. */
export const named = <T>(
  record: Readonly<Record<string, T>> | null | undefined,
  name: unknown,
): T | undefined =>
  typeof name === 'string' && record && Object.hasOwn(record, name) ? record[name] : undefined

export const surveyOf = (site: Site, at: (...path: Path) => string): Survey => {
  const hosts = entriesOf(site.hosts)
  const devices = hosts.flatMap(([name, host]) => devicesOf(site, name, host))
  return {
    site,
    at,
    hosts,
    services: entriesOf(site.services).filter(([, { enable }]) => enable !== false),
    devices,
    addresses: devices.flatMap(addressesOf),
  }
}

export const deviceKinds = ['interfaces', 'vlans', 'bonds', 'bridges'] as const

const devicesOf = (site: Site, host: string, entry: Devices): Device[] =>
  deviceKinds.flatMap(kind =>
    entriesOf<DeviceEntry>(entry[kind]).map(([name, device]) => ({
      host,
      name,
      path: ['hosts', host, kind, name],
      entry: device,
      network: named(site.networks, device.network),
    })),
  )

const addressesOf = (device: Device): OwnAddress[] => {
  const { address, addresses } = device.entry
  const written: Named<Path>[] = [
    ...(address ? [[address, ['address']] as const] : []),
    ...(addresses ?? []).map((text, index) => [text, ['addresses', index]] as const),
  ]
  return written.flatMap(([text, path]) => {
    const subnet = parseSubnet(text)
    return subnet === undefined
      ? []
      : [{ host: device.host, device, path: [...device.path, ...path], text, subnet }]
  })
}

/** The MTU of a device as far as it is said; the generator raises one that is not. */
export const mtuOf = ({ entry, network }: Device): number | undefined =>
  entry.mtu ?? network?.mtu ?? undefined

export const sameAddress = (a: Address, b: Address): boolean => a.family === b.family && a.value === b.value

export const isManaged = (host: SiteHost): boolean => host.managed !== false

/** Every value after the first of its kind, with that first one. */
export const repeats = <T>(items: readonly T[], keyOf: (item: T) => string): { item: T; first: T }[] => {
  const seen = new Map<string, T>()
  return items.flatMap(item => {
    const first = seen.get(keyOf(item))
    if (first !== undefined) return [{ item, first }]
    seen.set(keyOf(item), item)
    return []
  })
}
