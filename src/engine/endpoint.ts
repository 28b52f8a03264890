/** Which of this machine's addresses we serve on: what the site says, or the only candidate there is. */
import { fail, type Result, succeed } from './errors.ts'
import { ambiguousInterface, noInterface } from './faults/endpoint.ts'
import type { Endpoint } from './gate.ts'
import type { Provision } from './plan.ts'
import type { NetworkInterface } from './world.ts'

export const chooseEndpoint = (
  provision: Provision,
  interfaces: readonly NetworkInterface[],
): Result<Endpoint> => {
  const wanted = candidates(interfaces).filter(
    ({ name, address }) =>
      (provision.interface === null || name === provision.interface) &&
      (provision.address === null || address === provision.address),
  )
  const usable =
    provision.interface === null && provision.address === null
      ? wanted.filter(({ loopback }) => !loopback)
      : wanted
  const [first, ...others] = usable
  if (first === undefined) return fail(noInterface(provision, candidates(interfaces)))
  if (others.some(({ name }) => name !== first.name)) return fail(ambiguousInterface(usable))
  return succeed(endpointAt(first, provision))
}

export interface Candidate {
  readonly name: string
  readonly loopback: boolean
  readonly address: string
  readonly prefix: number
  readonly broadcast: string
}

const candidates = (interfaces: readonly NetworkInterface[]): readonly Candidate[] =>
  interfaces
    .filter(({ up }) => up)
    .flatMap(({ name, loopback, addresses }) => addresses.map(address => ({ name, loopback, ...address })))
    .filter(({ address }) => !address.includes(':'))

const endpointAt = ({ address, prefix, broadcast }: Candidate, { ports }: Provision): Endpoint => ({
  address,
  netmask: netmaskOf(prefix),
  broadcast,
  url: ports.http === 80 ? `http://${address}` : `http://${address}:${ports.http}`,
  tftpPort: ports.tftp,
})

const netmaskOf = (prefix: number): string =>
  [24, 16, 8, 0].map(shift => ((prefix === 0 ? 0 : 0xffffffff << (32 - prefix)) >>> shift) & 255).join('.')
