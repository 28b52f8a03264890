/** What tells machines apart must be there, and be there once. */
import type { Fault } from '../../errors.ts'
import { duplicate, emptyDisk, missing } from '../../faults/site.ts'
import { bare, canonical } from '../address.ts'
import type { Path } from '../path.ts'
import type { SiteHost } from '../schema.ts'
import { type Check, isManaged, type Named, repeats, type Survey } from '../survey.ts'

interface Mark {
  readonly host: string
  readonly path: Path
  readonly value: string
}

export const identity: Check = survey => [
  ...survey.hosts.flatMap(host => withoutMac(survey, host)),
  ...twice(survey, 'MAC', survey.hosts.flatMap(macs)),
  ...twice(survey, 'UUID', survey.hosts.flatMap(uuid)),
  ...twice(survey, 'address', addresses(survey)),
  ...twice(survey, 'router id', survey.hosts.flatMap(routerId)),
  ...survey.hosts.flatMap(host => namelessDisks(survey, host)),
  ...twice(survey, 'disk', survey.hosts.flatMap(disks)),
]

const twice = ({ at }: Survey, what: string, marks: readonly Mark[]): Fault[] =>
  repeats(marks, ({ value }) => value).map(({ item, first }) =>
    duplicate(at(...item.path), what, item.value, at(...first.path)),
  )

const withoutMac = ({ at }: Survey, [name, host]: Named<SiteHost>): Fault[] =>
  isManaged(host) && [host.mac ?? []].flat().length === 0
    ? [
        missing(
          at('hosts', name, 'mac'),
          'missing-mac',
          `${name} has no MAC address to know it by`,
          'Add mac = "…"; or say managed = false if it is never to be touched',
        ),
      ]
    : []

const macs = ([host, { mac }]: Named<SiteHost>): Mark[] =>
  [mac ?? []].flat().map((value, index) => ({
    host,
    path: ['hosts', host, 'mac', ...(Array.isArray(mac) ? [index] : [])],
    value: value.toLowerCase().replaceAll('-', ':'),
  }))

const uuid = ([host, { uuid }]: Named<SiteHost>): Mark[] =>
  uuid ? [{ host, path: ['hosts', host, 'uuid'], value: uuid.toLowerCase() }] : []

/** A host's `address` may be one of its own interfaces'. */
const addresses = ({ hosts, addresses: own }: Survey): Mark[] => {
  const marks = own.map(({ host, path, text }) => ({ host, path, value: canonical(bare(text)) }))
  const isOwn = (mark: Mark) => marks.some(({ host, value }) => host === mark.host && value === mark.value)
  return [...marks, ...hosts.flatMap(answersAt).filter(mark => !isOwn(mark))]
}

const answersAt = ([host, { address }]: Named<SiteHost>): Mark[] =>
  address ? [{ host, path: ['hosts', host, 'address'], value: canonical(bare(address)) }] : []

const routerId = ([host, { bgp }]: Named<SiteHost>): Mark[] =>
  bgp?.routerId ? [{ host, path: ['hosts', host, 'bgp', 'routerId'], value: bgp.routerId }] : []

const namelessDisks = ({ at }: Survey, [host, { disks }]: Named<SiteHost>): Fault[] =>
  (disks ?? []).flatMap(({ id, serial, path }, index) =>
    id || serial || path ? [] : [emptyDisk(at('hosts', host, 'disks', index))],
  )

/** A disk is in one machine; only paths are alike everywhere. */
const disks = ([host, { disks }]: Named<SiteHost>): Mark[] =>
  (disks ?? []).flatMap(({ id, serial }, index) => {
    const path = ['hosts', host, 'disks', index]
    return [
      ...(id ? [{ host, path: [...path, 'id'], value: id }] : []),
      ...(serial ? [{ host, path: [...path, 'serial'], value: serial }] : []),
    ]
  })
