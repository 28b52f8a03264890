/** Two BGP neighbours of one site must say the same of each other. */
import type { Fault } from '../../errors.ts'
import {
  bgpWithoutAsn,
  peerAddressDiffers,
  peerAsnDiffers,
  peerIsSelf,
  peerNotMirrored,
  peerWithout,
} from '../../faults/site-network.ts'
import { type Address, bare, contains, parseAddress } from '../address.ts'
import type { SiteHost } from '../schema.ts'
import {
  type Check,
  entriesOf,
  isManaged,
  named,
  type OwnAddress,
  type Survey,
  sameAddress,
} from '../survey.ts'

type Bgp = NonNullable<SiteHost['bgp']>
type Peer = NonNullable<Bgp['peers']>[string]

interface Session {
  readonly host: string
  readonly bgp: Bgp
  readonly name: string
  readonly peer: Peer
  readonly place: (...key: string[]) => string
}

export const bgp: Check = survey =>
  survey.hosts.flatMap(([host, { bgp }]) => {
    if (!bgp || bgp.enable === false) return []
    const sessions = entriesOf(bgp.peers).map(([name, peer]) => ({
      host,
      bgp,
      name,
      peer,
      place: (...key: string[]) => survey.at('hosts', host, 'bgp', 'peers', name, ...key),
    }))
    return [...withoutAsn(survey, host, bgp), ...sessions.flatMap(session => ofSession(survey, session))]
  })

const withoutAsn = ({ at }: Survey, host: string, { asn, enable, peers }: Bgp): Fault[] =>
  !asn && (enable || entriesOf(peers).length > 0) ? [bgpWithoutAsn(at('hosts', host, 'bgp', 'asn'))] : []

const ofSession = (survey: Survey, session: Session): Fault[] => {
  const { address: text, asn } = session.peer
  const address = parseAddress(text ?? '')
  const incomplete = asn ? [] : [peerWithout(session.place('asn'), 'asn')]
  if (address === undefined) return [...incomplete, peerWithout(session.place('address'), 'address')]
  const owners = survey.addresses.filter(own => sameAddress(own.subnet.address, address))
  if (owners.some(({ host }) => host === session.host))
    return [...incomplete, peerIsSelf(session.place('address'), text ?? '', session.host)]
  const [owner] = owners
  return [
    ...incomplete,
    ...(owner === undefined ? misnamed(survey, session) : mirrored(survey, session, owner.host, address)),
  ]
}

/** A peer that bears a host's name is meant to be that host. */
const misnamed = ({ addresses }: Survey, { host, name, peer, place }: Session): Fault[] => {
  const theirs = addresses.filter(own => own.host === name).map(({ text }) => bare(text))
  if (theirs.length === 0 || name === host) return []
  return [peerAddressDiffers(place('address'), peer.address ?? '', name, theirs.join(', '))]
}

/** Of a host that we never touch, the site need not know the BGP side. */
const mirrored = (survey: Survey, session: Session, other: string, address: Address): Fault[] => {
  const theirs = named(survey.site.hosts, other)
  if (theirs === undefined || (!theirs.bgp && !isManaged(theirs))) return []
  return [
    ...asnDiffers(session, other, theirs.bgp?.asn),
    ...noAnswer(survey, session, other, theirs.bgp, address),
  ]
}

const asnDiffers = ({ peer, place }: Session, other: string, theirs: number | null | undefined): Fault[] =>
  peer.asn && theirs && peer.asn !== theirs ? [peerAsnDiffers(place('asn'), peer.asn, other, theirs)] : []

const noAnswer = (
  { addresses }: Survey,
  { host, bgp, place }: Session,
  other: string,
  theirs: Bgp | null | undefined,
  address: Address,
): Fault[] => {
  const mine = addresses.filter(own => own.host === host)
  const called = entriesOf(theirs?.peers).flatMap(([, peer]) => parseAddress(peer.address ?? '') ?? [])
  const answers = called.some(theirs => mine.some(own => sameAddress(own.subnet.address, theirs)))
  if (answers || mine.length === 0) return []
  return [peerNotMirrored(place(), host, other, { address: facing(mine, address), asn: bgp.asn ?? null })]
}

/** Our address on the network the other one is on. */
const facing = (mine: readonly OwnAddress[], address: Address): string =>
  bare((mine.find(own => contains(own.subnet, address)) ?? mine[0])?.text ?? '')
