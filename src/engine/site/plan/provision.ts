/** How machines are brought up, with everything that was left unsaid. */
import { type Deadlines, type Ports, type Provision, standardPorts } from '../../plan.ts'
import { phases } from '../schema/provision.ts'
import type { SiteProvision } from '../schema.ts'

type Dhcp = SiteProvision['dhcp']

export const isServer = (dhcp: Dhcp): dhcp is NonNullable<Dhcp> =>
  dhcp === 'server' || (typeof dhcp === 'object' && Boolean(dhcp?.server))

/** One range, or several. */
export const rangesOf = (dhcp: Dhcp): { from: string; to: string }[] => {
  const range = typeof dhcp === 'object' ? dhcp?.server?.range : undefined
  const pairs = (typeof range?.[0] === 'string' ? [range] : (range ?? [])) as [string, string][]
  return pairs.map(([from, to]) => ({ from, to }))
}

export const provisionOf = (written: SiteProvision): Provision => ({
  interface: written.interface ?? null,
  address: written.address ?? null,
  dhcp: isServer(written.dhcp) ? { mode: 'server', ranges: rangesOf(written.dhcp) } : { mode: 'proxy' },
  parallel: written.parallel ?? 8,
  deadlines: deadlinesOf(written.deadlines),
  bootFileUrl: written.bootFileUrl?.replace(/\/+$/, '') ?? null,
  ports: portsOf(written.ports),
})

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Long enough for slow firmware and cold disks: a deadline is there to end waiting, not to hurry. */
const standardDeadlines: Deadlines = {
  pending: 24 * hour,
  checking: minute,
  waking: 10 * minute,
  offered: 3 * minute,
  fetching: 2 * minute,
  booting: 10 * minute,
  phonedHome: 2 * minute,
  held: 12 * hour,
  partitioning: 10 * minute,
  copying: 10 * minute,
  installing: 15 * minute,
  rebooting: 15 * minute,
  verifying: 5 * minute,
  healthChecking: 15 * minute,
  // Nothing is awaited any more.
  skipped: 0,
  done: 0,
  failed: 0,
  aborted: 0,
}

const deadlinesOf = (written: SiteProvision['deadlines']): Deadlines => {
  const said = phases.flatMap(phase => {
    const value = written?.[phase]
    return value === null || value === undefined ? [] : [[phase, milliseconds(value)]]
  })
  return { ...standardDeadlines, ...Object.fromEntries(said) }
}

const units: Readonly<Record<string, number>> = { ms: 1, s: second, m: minute, h: hour }

/** More than a timer of the runtime can count would come at once. */
const longestTimer = 2 ** 31 - 1

const milliseconds = (value: number | string): number => {
  const [, amount = '', unit = ''] = /^(\d+)(\w+)$/.exec(String(value)) ?? []
  const ms = typeof value === 'number' ? value * second : Number(amount) * (units[unit] ?? second)
  return Math.min(ms, longestTimer)
}

const portsOf = (written: SiteProvision['ports']): Ports => {
  const said = Object.entries(written ?? {}).filter(([, port]) => typeof port === 'number')
  return { ...standardPorts, ...Object.fromEntries(said) }
}
