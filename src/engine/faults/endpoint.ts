/** Where to serve cannot be told. */
import type { Candidate } from '../endpoint.ts'
import type { Fault } from '../errors.ts'
import type { Provision } from '../plan.ts'

const shown = (candidates: readonly Candidate[]): string =>
  candidates.map(({ name, address, prefix }) => `${name} ${address}/${prefix}`).join(', ') || 'none'

export const noInterface = (
  { interface: name, address }: Provision,
  candidates: readonly Candidate[],
): Fault => ({
  code: 'no-interface',
  message: `there is no interface ${[name, address].filter(Boolean).join(' with address ') || 'with an IPv4 address'} that is up; there is ${shown(candidates)}`,
  place: 'provision.interface',
  remedy:
    'Give the provisioning interface an address and bring it up, or name another with --interface or --address',
})

export const ambiguousInterface = (candidates: readonly Candidate[]): Fault => ({
  code: 'ambiguous-interface',
  message: `it cannot be told which network to serve: ${shown(candidates)}`,
  place: 'provision.interface',
  remedy: 'Name it in the site (provision.interface) or with --interface',
})
