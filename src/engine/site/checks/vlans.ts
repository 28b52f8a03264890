/** A VLAN has an id, a parent that is there, and frames its parent can carry. */
import type { Fault } from '../../errors.ts'
import {
  mtuAboveParent,
  unknownParent,
  vlanIdDiffers,
  vlanTwice,
  vlanWithoutId,
  vlanWithoutParent,
} from '../../faults/site-network.ts'
import type { SiteHost } from '../schema.ts'
import { type Check, entriesOf, mtuOf, named, repeats, type Survey } from '../survey.ts'

type Vlan = NonNullable<SiteHost['vlans']>[string]

interface Tagged {
  readonly host: string
  readonly name: string
  readonly vlan: Vlan
}

export const vlans: Check = survey => {
  const all = survey.hosts.flatMap(([host, entry]) =>
    entriesOf(entry.vlans).map(([name, vlan]) => ({ host, name, vlan })),
  )
  return [...all.flatMap(one => [...ofId(survey, one), ...ofParent(survey, one)]), ...twice(survey, all)]
}

const idOf = ({ site }: Survey, { id, network }: Vlan): number | undefined =>
  id ?? named(site.networks, network)?.vlan ?? undefined

const ofId = (survey: Survey, { host, name, vlan }: Tagged): Fault[] => {
  const theirs = named(survey.site.networks, vlan.network)?.vlan
  const place = survey.at('hosts', host, 'vlans', name, 'id')
  if (vlan.id && theirs && vlan.id !== theirs)
    return [vlanIdDiffers(place, vlan.id, vlan.network ?? '', theirs)]
  const isUnknown = vlan.network && named(survey.site.networks, vlan.network) === undefined
  return idOf(survey, vlan) === undefined && !isUnknown ? [vlanWithoutId(place)] : []
}

const ofParent = ({ at, devices }: Survey, { host, name, vlan }: Tagged): Fault[] => {
  const place = at('hosts', host, 'vlans', name, 'interface')
  if (!vlan.interface) return [vlanWithoutParent(place)]
  const its = devices.filter(device => device.host === host)
  const parent = its.find(device => device.name === vlan.interface)
  const own = its.find(device => device.name === name && device.path[2] === 'vlans')
  if (parent === undefined || parent === own) return [unknownParent(place, vlan.interface, host)]
  const mtu = own && mtuOf(own)
  const carried = mtuOf(parent)
  if (mtu === undefined || carried === undefined || mtu <= carried) return []
  return [mtuAboveParent(at('hosts', host, 'vlans', name, 'mtu'), mtu, parent.name, carried)]
}

const twice = (survey: Survey, all: readonly Tagged[]): Fault[] => {
  const known = all.filter(({ vlan }) => vlan.interface && idOf(survey, vlan) !== undefined)
  const keyOf = ({ host, vlan }: Tagged) => `${host} ${vlan.interface} ${idOf(survey, vlan)}`
  return repeats(known, keyOf).map(({ item, first }) =>
    vlanTwice(
      survey.at('hosts', item.host, 'vlans', item.name),
      idOf(survey, item.vlan) ?? 0,
      item.vlan.interface ?? '',
      first.name,
    ),
  )
}
