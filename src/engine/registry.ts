/** Which machine is asking: by any of its MACs, or by the UUID the site gives for it. */
import type { Identity } from './boot.ts'
import { type Host, hostNamed, type Plan } from './plan.ts'
import { uuidText } from './protocol/dhcp/uuid.ts'

export interface Registry {
  hostOf(identity: Identity): Host | undefined
  /** A network card the machine's own agent reported: it may ask through any of them (pxe-wire 19). */
  learn(host: Host, macs: readonly string[]): void
}

/** The plan may grow while machines ask: it is read anew when it is another one. */
export const createRegistry = (planNow: () => Plan): Registry => {
  const learned = new Map<string, string>()
  let index = indexOf(planNow())
  const current = (): Index => {
    const plan = planNow()
    if (plan !== index.plan) index = indexOf(plan)
    return index
  }
  return {
    hostOf: ({ mac, uuid }) => {
      const { plan, byMac, byUuid } = current()
      const known = byMac.get(mac) ?? (uuid ? byUuid.get(uuidText(uuid)) : undefined)
      const name = known === undefined ? learned.get(mac) : undefined
      return name === undefined ? known : hostNamed(plan, name)
    },
    learn: (host, macs) => {
      const { byMac } = current()
      for (const mac of macs) if (!byMac.has(mac) && !learned.has(mac)) learned.set(mac, host.name)
    },
  }
}

interface Index {
  readonly plan: Plan
  readonly byMac: ReadonlyMap<string, Host>
  readonly byUuid: ReadonlyMap<string, Host>
}

const indexOf = (plan: Plan): Index => ({
  plan,
  byMac: new Map(plan.hosts.flatMap(host => host.macs.map(mac => [mac, host] as const))),
  byUuid: new Map(plan.hosts.flatMap(host => (host.uuid === null ? [] : [[host.uuid, host] as const]))),
})
