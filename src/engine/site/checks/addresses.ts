/** Addresses lie in their networks, and gateways where they can be reached. */
import type { Fault } from '../../errors.ts'
import {
  gatewayOffLink,
  networkWithoutCidr,
  outsideNetwork,
  prefixDiffers,
  reservedAddress,
} from '../../faults/site-network.ts'
import { bare, contains, isLinkLocal, isReserved, parseAddress, parseSubnet } from '../address.ts'
import type { SiteHost, SiteNetworkEntry } from '../schema.ts'
import { type Check, type Device, entriesOf, type Named, type OwnAddress, type Survey } from '../survey.ts'

export const addresses: Check = survey => {
  const linksOf = Map.groupBy(survey.addresses, ({ device }) => device)
  const devicesOf = Map.groupBy(survey.devices, ({ host }) => host)
  return [
    ...entriesOf(survey.site.networks).flatMap(network => ofNetwork(survey, network)),
    ...survey.addresses.flatMap(own => ofAddress(survey, own)),
    ...survey.devices.flatMap(device => ofGateways(survey, device, textsOf(linksOf.get(device)))),
    ...survey.hosts.flatMap(host => {
      const devices = devicesOf.get(host[0]) ?? []
      return ofRoutes(
        survey,
        host,
        devices,
        devices.flatMap(device => textsOf(linksOf.get(device))),
      )
    }),
  ]
}

const textsOf = (links: readonly OwnAddress[] = []): readonly string[] => links.map(({ text }) => text)

/** Not wrong, but seldom meant. */
export const prefixes: Check = ({ addresses, at }) =>
  addresses.flatMap(({ path, text, subnet, device }) => {
    const network = parseSubnet(device.network?.cidr ?? '')
    if (network === undefined || network.prefix === subnet.prefix) return []
    if (!contains(network, subnet.address)) return []
    return [prefixDiffers(at(...path), text, device.entry.network ?? '', device.network?.cidr ?? '')]
  })

const ofNetwork = ({ at }: Survey, [name, { cidr, gateway }]: Named<SiteNetworkEntry>): Fault[] => {
  const network = parseSubnet(cidr ?? '')
  if (network === undefined) return [networkWithoutCidr(at('networks', name, 'cidr'))]
  return offLink(at('networks', name, 'gateway'), gateway, [cidr ?? ''])
}

const ofAddress = ({ at }: Survey, { path, text, subnet, device }: OwnAddress): Fault[] => {
  if (isReserved(subnet, subnet.address)) return [reservedAddress(at(...path), bare(text), text)]
  const cidr = device.network?.cidr ?? ''
  const network = parseSubnet(cidr)
  if (network === undefined) return []
  if (contains(network, subnet.address))
    return isReserved(network, subnet.address) ? [reservedAddress(at(...path), bare(text), cidr)] : []
  return device.network !== undefined && network.address.family !== subnet.address.family
    ? []
    : [outsideNetwork(at(...path), text, device.entry.network ?? '', cidr)]
}

const ofGateways = ({ at }: Survey, device: Device, links: readonly string[]): Fault[] => {
  const { gateway, dhcp } = device.entry
  if (dhcp || links.length === 0) return []
  return [gateway ?? []].flat().flatMap((one, index) => {
    const path = Array.isArray(gateway) ? ['gateway', index] : ['gateway']
    return offLink(at(...device.path, ...path), one, links)
  })
}

/** With DHCP the networks a machine will be on are not known here. */
const ofRoutes = (
  { at }: Survey,
  [host, { routes }]: Named<SiteHost>,
  devices: readonly Device[],
  links: readonly string[],
): Fault[] => {
  const isDynamic = devices.some(({ entry }) => entry.dhcp)
  if (isDynamic || links.length === 0) return []
  return (routes ?? []).flatMap(({ via, interface: by }, index) =>
    by ? [] : offLink(at('hosts', host, 'routes', index, 'via'), via, links),
  )
}

const offLink = (place: string, gateway: string | null | undefined, links: readonly string[]): Fault[] => {
  const address = parseAddress(gateway ?? '')
  if (address === undefined || isLinkLocal(address)) return []
  const reached = links.some(link => {
    const subnet = parseSubnet(link)
    return subnet !== undefined && contains(subnet, address)
  })
  return reached ? [] : [gatewayOffLink(place, gateway ?? '', links.join(', '))]
}
