/**
 * Whether, and what, a machine may boot: the one decision, asked by DHCP, TFTP, HTTP and the agent API alike.
 * Nothing is served that was not offered, and an installed machine is told to boot its disk.
 */
import type { Journey } from './journey.ts'
import type { Host } from './plan.ts'

/** What a packet or a request tells about who is asking. */
export interface Identity {
  readonly mac: string
  /** Option 97 of DHCP. */
  readonly uuid?: Uint8Array | null
}

export type Purpose = 'installer' | 'disk'

export type Decision =
  | { readonly offer: Purpose; readonly host: Host }
  | { readonly offer: 'none'; readonly host: Host | null; readonly why: Declined }

export type Declined = 'unknown' | 'unmanaged' | 'notChosen' | 'notYet' | 'installing' | 'failed' | 'aborted'

/** Each reason for silence, as the operator reads it. */
export const declinedBecause: Readonly<Record<Declined, string>> = {
  unknown: 'its MAC address is not in the site',
  unmanaged: 'the site says managed = false: it is never touched',
  notChosen: 'it is not part of this run',
  notYet: 'its turn has not come',
  installing: 'it is being installed',
  failed: 'its journey failed; retry it first',
  aborted: 'its journey was aborted',
}

export const decideOffer = (host: Host | undefined, journey: Journey | undefined): Decision => {
  if (host === undefined) return { offer: 'none', host: null, why: 'unknown' }
  if (!host.managed) return { offer: 'none', host, why: 'unmanaged' }
  if (journey === undefined) return { offer: 'none', host, why: 'notChosen' }
  const answer = byPhase(journey)
  return answer === 'installer' || answer === 'disk'
    ? { offer: answer, host }
    : { offer: 'none', host, why: answer }
}

const byPhase = ({ phase }: Journey): Purpose | Declined => {
  switch (phase.name) {
    case 'pending':
    case 'checking':
      return 'notYet'
    case 'waking':
    case 'offered':
    case 'fetching':
    case 'booting':
    case 'phonedHome':
      return 'installer'
    case 'held':
      return phase.guest === null ? 'disk' : 'installer'
    case 'partitioning':
    case 'copying':
    case 'installing':
      return 'installing'
    case 'skipped':
    case 'rebooting':
    case 'verifying':
    case 'healthChecking':
    case 'done':
      return 'disk'
    case 'failed':
      return phase.disk === 'installed' ? 'disk' : 'failed'
    case 'aborted':
      return phase.disk === 'installed' ? 'disk' : 'aborted'
    default:
      return phase satisfies never
  }
}
