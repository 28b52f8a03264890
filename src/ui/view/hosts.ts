/** The site's hosts as a table: what each is, what becomes of it, and what would be erased. */
import {
  type Discovered,
  type Disk,
  type DiskSelector,
  declinedBecause,
  describeDisk,
  freeName,
  type Host,
  type MachineState,
  type Plan,
  type Snapshot,
} from '../../engine/index.ts'
import type { Choice } from '../screen.ts'
import { timeOfDay } from './format.ts'
import { matches } from './order.ts'
import { bold, dotted, type Line, line, span } from './spans.ts'
import { type Standing, standingOf } from './standing.ts'
import type { Column } from './table.ts'

export interface HostRow {
  readonly name: string
  readonly mac: string
  readonly address: string
  readonly state: Standing
  readonly profile: string
  readonly system: string
  /** In a word, for the table; and all that is known. */
  readonly disks: string
  readonly erases: string
  readonly wave: number
  readonly managed: boolean
  readonly chosen: boolean
}

export const hostRows = (
  plan: Plan,
  choice: Choice,
  snapshot: Snapshot | null,
  filter: string,
): readonly HostRow[] => {
  const machines = new Map(snapshot?.machines.map(machine => [machine.journey.host, machine]))
  return plan.hosts
    .map(host => hostRow(host, choice, machines.get(host.name)))
    .filter(({ name, mac, address, profile, state }) =>
      matches(filter, [name, mac, address, profile, state.word]),
    )
}

const unasked: Standing = { word: 'not asked yet', is: 'quiet', sign: 'waiting' }
const untouched: Standing = { word: 'never touched', is: 'quiet', sign: 'dot' }

const hostRow = (host: Host, choice: Choice, machine: MachineState | undefined): HostRow => ({
  name: host.name,
  mac: host.macs[0] ?? '',
  address: machine?.guest?.address ?? host.address ?? '',
  state: host.managed ? (machine === undefined ? unasked : standingOf(machine.journey)) : untouched,
  profile: host.managed ? (choice.profiles[host.name] ?? host.profile) : '',
  system: host.managed ? host.system : '',
  disks: host.managed ? disksOf(host, machine, ({ path, serial }) => `${path} ${serial ?? ''}`) : '',
  erases: host.managed ? disksOf(host, machine, describeDisk) : '',
  wave: host.wave,
  managed: host.managed,
  chosen: choice.hosts.includes(host.name),
})

const disksOf = (host: Host, machine: MachineState | undefined, describe: (disk: Disk) => string): string =>
  machine !== undefined && machine.erases.length > 0
    ? machine.erases.map(describe).join('; ')
    : selectorWords(host.disks)

/** What may be erased, as the site says it. */
export const selectorWords = (selectors: readonly DiskSelector[]): string =>
  selectors.length === 0 ? 'as its layout says, if blank' : selectors.map(selectorWord).join('; ')

const selectorWord = ({ id, serial, path }: DiskSelector): string =>
  [serial && `serial ${serial}`, id && `id ${id}`, path].filter(Boolean).join(', ')

export const hostColumns: readonly Column<HostRow>[] = [
  { key: 'name', title: 'NAME', text: ({ name }) => name, narrowest: 8, widest: 24 },
  { key: 'mac', title: 'MAC', text: ({ mac }) => mac, spare: 4 },
  { key: 'address', title: 'ADDRESS', text: ({ address }) => address, spare: 3 },
  { key: 'state', title: 'STATE', text: ({ state }) => state.word, is: ({ state }) => state.is, widest: 14 },
  { key: 'profile', title: 'PROFILE', text: ({ profile }) => profile, narrowest: 8, widest: 24 },
  { key: 'system', title: 'SYSTEM', text: ({ system }) => system, narrowest: 8, widest: 24, spare: 1 },
  {
    key: 'wave',
    title: 'WAVE',
    text: ({ wave, managed }) => (managed ? String(wave) : ''),
    side: 'right',
    order: ({ wave }) => wave,
    spare: 2,
  },
  { key: 'disks', title: 'ERASES', text: ({ disks }) => disks, narrowest: 12, widest: 90, spare: 5 },
]

export const mayChoose = ({ managed }: HostRow): boolean => managed

/** All about the one the cursor is on, whatever columns had to go. */
export const hostDetail = (row: HostRow): readonly Line[] => [
  dotted(
    bold(row.name),
    span(row.mac),
    row.address !== '' && span(row.address),
    span(row.state.word, row.state.is),
  ),
  row.managed
    ? dotted(
        span(`profile ${row.profile}, becomes ${row.system}`),
        span(`wave ${row.wave}`, 'quiet'),
        !row.chosen && span('left out of this run', 'warning'),
      )
    : line('the site says managed = false: it is never touched', 'quiet'),
  ...(row.managed ? [line(`erases: ${row.erases}`)] : []),
]

export const discoveredRows = (snapshot: Snapshot | null): readonly Discovered[] =>
  Object.values(snapshot?.discovered ?? {}).toSorted((one, other) => other.last - one.last)

export const discoveredColumns: readonly Column<Discovered>[] = [
  { key: 'mac', title: 'UNKNOWN MACHINE', text: ({ mac }) => mac },
  { key: 'last', title: 'LAST ASKED', text: ({ last }) => timeOfDay(last), spare: 2 },
  { key: 'times', title: 'TIMES', text: ({ times }) => String(times), side: 'right', spare: 1 },
  { key: 'firmware', title: 'FIRMWARE', text: ({ firmware }) => firmware, narrowest: 8, widest: 24 },
  { key: 'why', title: 'NOT SERVED BECAUSE', text: ({ why }) => declinedBecause[why], narrowest: 18 },
]

/** The lines that make an unknown machine part of the site: under a name that is free. */
export const adoption = (plan: Plan, { mac }: Discovered): string => {
  const name = freeName(plan.hosts.map(({ name }) => name))
  return plan.source.endsWith('.nix') ? `hosts.${name}.mac = "${mac}";` : `"${name}": { "mac": "${mac}" }`
}

export const detailRows = 5

/** The unknown get a third at most: the site's own hosts are what the screen is for. */
export const hostRooms = (all: number, strangers: number, filtered: boolean) => {
  const left = all - detailRows - (filtered ? 1 : 0)
  const below = strangers === 0 ? 0 : Math.min(strangers + 1, Math.max(3, Math.floor(left / 3)))
  return { hosts: Math.max(2, left - below), strangers: below }
}
