/** The pool we lease from, when we are the only DHCP server. */
import type { Fault } from '../../errors.ts'
import { noPool, rangeBackwards, rangeHolds, rangeOutside } from '../../faults/site-network.ts'
import { type Address, bare, contains, parseAddress, parseSubnet } from '../address.ts'
import { isServer, rangesOf } from '../plan/provision.ts'
import { type Check, entriesOf, isManaged, named, type Survey } from '../survey.ts'

interface Range {
  readonly from: string
  readonly to: string
  readonly low: Address
  readonly high: Address
}

export const provision: Check = survey => {
  const { dhcp } = survey.site.provision ?? {}
  if (!isServer(dhcp)) return []
  const place = survey.at('provision', 'dhcp', ...(typeof dhcp === 'string' ? [] : ['server', 'range']))
  const written = rangesOf(dhcp)
  if (written.length === 0) return withoutPool(survey, place)
  return written.flatMap(({ from, to }) => {
    const [low, high] = [parseAddress(from), parseAddress(to)]
    if (!low || !high || low.family !== high.family || low.value > high.value)
      return [rangeBackwards(place, from, to)]
    return ofRange(survey, place, { from, to, low, high })
  })
}

/** Reservations alone are enough when every machine has one. */
const withoutPool = ({ hosts, addresses }: Survey, place: string): Fault[] => {
  const without = hosts
    .filter(([name, host]) => isManaged(host) && !host.address && !addresses.some(own => own.host === name))
    .map(([name]) => name)
  return without.length > 0 ? [noPool(place, without)] : []
}

const ofRange = (survey: Survey, place: string, range: Range): Fault[] => {
  const networks = entriesOf(survey.site.networks).flatMap(([, { cidr }]) => parseSubnet(cidr ?? '') ?? [])
  const isInside = networks.some(net => contains(net, range.low) && contains(net, range.high))
  if (networks.length > 0 && !isInside) return [rangeOutside(place, range.from, range.to)]
  return taken(survey)
    .filter(([address]) => holds(range, address))
    .map(([address, whose]) => rangeHolds(place, address, whose))
}

/** Addresses nobody reserves: those of gateways, name servers, and hosts we never touch. */
const taken = ({ site, addresses }: Survey): [address: string, whose: string][] => {
  const untouched = addresses.filter(({ host }) => {
    const entry = named(site.hosts, host)
    return entry !== undefined && !isManaged(entry)
  })
  const ofNetworks = entriesOf(site.networks).flatMap(([name, { gateway, dns }]): [string, string][] => [
    ...(gateway ? [[gateway, `the gateway of ${name}`] as [string, string]] : []),
    ...(dns ?? []).map((address): [string, string] => [address, `a name server of ${name}`]),
  ])
  const all = [
    ...ofNetworks,
    ...untouched.map(({ host, text }): [string, string] => [bare(text), `${host}'s`]),
  ]
  return [...new Map(all.toReversed()).entries()].toReversed()
}

const holds = ({ low, high }: Range, text: string): boolean => {
  const address = parseAddress(text)
  return address?.family === low.family && address.value >= low.value && address.value <= high.value
}
