/** The installers that said hello: one for each host, told to its journey. */
import type { Gate } from '../../gate.ts'
import type { Guest } from '../../journey.ts'
import type { Host } from '../../plan.ts'
import type { Clock } from '../../world.ts'

export interface Guests {
  meet(host: Host, guest: Guest): void
  of(host: Host): Guest | undefined
  /** Tells again who is there, now and then: a journey that is tried anew finds its installer still running. */
  remind(host: Host): void
}

const nowAndThen = 30_000

export const keepGuests = (gate: Gate, clock: Clock): Guests => {
  const guests = new Map<string, { readonly guest: Guest; readonly told: number }>()

  const meet = (host: Host, guest: Guest): void => {
    guests.set(host.name, { guest, told: clock.now() })
    gate.tell({ type: 'phonedHome', host: host.name, guest })
  }

  const remind = (host: Host): void => {
    const known = guests.get(host.name)
    if (known === undefined || clock.now() - known.told < nowAndThen) return
    if (host.macs.some(mac => gate.decide({ mac }).offer === 'installer')) meet(host, known.guest)
  }

  return { meet, remind, of: host => guests.get(host.name)?.guest }
}
