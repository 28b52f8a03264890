/** Which machine is asking: by any of its MACs, or by the UUID the site gives for it. */
import type { Identity } from './boot.ts'
import type { Host, Plan } from './plan.ts'

export interface Registry {
  hostOf(identity: Identity): Host | undefined
  /** A network card the machine's own agent reported: it may ask through any of them (pxe-wire 19). */
  learn(host: Host, macs: readonly string[]): void
}

export const createRegistry = (plan: Plan): Registry => {
  const byMac = new Map(plan.hosts.flatMap(host => host.macs.map(mac => [mac, host] as const)))
  const byUuid = new Map(plan.hosts.flatMap(host => (host.uuid === null ? [] : [[host.uuid, host] as const])))
  return {
    hostOf: ({ mac, uuid }) => byMac.get(mac) ?? (uuid ? byUuid.get(uuid) : undefined),
    learn: (host, macs) => {
      for (const mac of macs) if (!byMac.has(mac)) byMac.set(mac, host)
    },
  }
}
