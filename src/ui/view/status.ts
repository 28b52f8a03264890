/** Where each machine is and stands, as a table; and all that is known of one. */
import type { HostStatus, Seen } from '../../engine/index.ts'
import type { Glyphs } from '../theme.ts'
import { duration, timeOfDay } from './format.ts'
import { matches } from './order.ts'
import { blank, bold, dotted, type Line, line, type Span, span, wrap } from './spans.ts'
import type { Standing } from './standing.ts'
import type { Column } from './table.ts'

export const stateWords = {
  ...{ off: 'off', unknown: 'unknown', installer: 'installer', foreign: 'foreign' },
  ...{ installed: 'installed', current: 'current', outdated: 'out of date' },
} as const satisfies Record<HostStatus['state'], string>

const sources = {
  ...{ site: 'site', record: 'records', agent: 'agent', lease: 'lease', neighbour: 'neighbours' },
} as const satisfies Record<HostStatus['sources'][number], string>

export const sourceWords = (all: HostStatus['sources']): string =>
  all.map(source => sources[source]).join(', ')

type Look = HostStatus['state'] | 'looking'

/** What may want the operator comes first where they sort by it. */
const looks: Readonly<Record<Look, Standing & { readonly rank: number }>> = {
  foreign: { word: stateWords.foreign, is: 'bad', sign: 'bad', rank: 0 },
  unknown: { word: stateWords.unknown, is: 'warning', sign: 'warning', rank: 1 },
  outdated: { word: stateWords.outdated, is: 'warning', sign: 'warning', rank: 2 },
  installed: { word: stateWords.installed, is: 'warning', sign: 'warning', rank: 3 },
  installer: { word: stateWords.installer, is: 'waiting', sign: 'dot', rank: 4 },
  off: { word: stateWords.off, is: 'quiet', sign: 'waiting', rank: 5 },
  current: { word: stateWords.current, is: 'good', sign: 'good', rank: 6 },
  looking: { word: 'looking', is: 'busy', sign: 'busy', rank: 7 },
}

export interface StatusRow {
  readonly host: string
  readonly look: Look
  readonly status: HostStatus | null
  /** When it was last looked at. */
  readonly at: number | null
}

export const statusRows = (
  hosts: readonly string[],
  seen: ReadonlyMap<string, Seen>,
  filter: string,
): readonly StatusRow[] =>
  hosts
    .map(host => {
      const { status = null, at = null } = seen.get(host) ?? {}
      return { host, status, at, look: status?.state ?? ('looking' as const) }
    })
    .filter(({ host, look, status }) =>
      matches(filter, [host, looks[look].word, status?.address ?? '', status?.detail ?? '']),
    )

const signFor = (look: Look, glyphs: Glyphs): string => {
  const { sign } = looks[look]
  return sign === 'busy' ? (glyphs.busy[0] ?? '') : glyphs[sign]
}

const stateSpan = (look: Look, glyphs: Glyphs): Span =>
  span(`${signFor(look, glyphs)} ${looks[look].word}`, looks[look].is)

export const statusColumns = (glyphs: Glyphs, now: number): readonly Column<StatusRow>[] => [
  { key: 'host', title: 'HOST', text: ({ host }) => host, narrowest: 8, widest: 24 },
  {
    key: 'state',
    title: 'STATE',
    text: ({ look }) => stateSpan(look, glyphs).text,
    is: ({ look }) => looks[look].is,
    order: ({ look }) => looks[look].rank,
  },
  { key: 'address', title: 'ADDRESS', text: ({ status }) => status?.address ?? '', spare: 4 },
  {
    key: 'sources',
    title: 'KNOWN FROM',
    text: ({ status }) => sourceWords(status?.sources ?? []),
    widest: 24,
    spare: 1,
  },
  {
    key: 'since',
    title: 'SINCE',
    text: ({ status }) => sinceWords(status?.since ?? null, now),
    order: ({ status }) => status?.since ?? 0,
    spare: 2,
  },
  {
    key: 'detail',
    title: 'HOW WE KNOW',
    text: ({ status }) => status?.detail ?? '',
    narrowest: 16,
    widest: 90,
    spare: 3,
  },
]

const day = 24 * 60 * 60 * 1000

/** Today by the clock, before that by the date. */
export const sinceWords = (since: number | null, now: number): string => {
  if (since === null) return ''
  if (now - since < day) return timeOfDay(since)
  const date = new Date(since)
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** How many stand how: those that want somebody first. */
export const statusTally = (rows: readonly StatusRow[]): Line => {
  const counts = Object.entries(looks)
    .toSorted(([, one], [, other]) => one.rank - other.rank)
    .flatMap(([look, { word, is }]) => {
      const count = rows.filter(row => row.look === look).length
      return count === 0 ? [] : [span(`${count} ${word}`, is)]
    })
  return counts.length === 0 ? [span('the site manages no machines', 'quiet')] : dotted(...counts)
}

/** All about one: what it is, how that is known, and what helps. */
export const statusLines = (row: StatusRow, width: number, glyphs: Glyphs, now: number): readonly Line[] => {
  const { host, look, status, at } = row
  if (status === null) return [line(`${host} is being looked for`, 'busy')]
  return [
    dotted(
      bold(host),
      stateSpan(look, glyphs),
      status.address !== null && span(status.address),
      status.since !== null && span(`since ${sinceWords(status.since, now)}`, 'quiet'),
    ),
    ...wrap(status.detail, width).map(text => line(text)),
    ...remedyLines(status, width, glyphs),
    blank,
    ...fact('known from', sourceWords(status.sources)),
    ...fact('runs', status.running),
    ...fact('host key', status.hostKey),
    ...(at === null ? [] : [line(`looked at ${duration(now - at)} ago`, 'quiet')]),
  ]
}

const remedyLines = ({ remedy }: HostStatus, width: number, glyphs: Glyphs): readonly Line[] =>
  remedy === null
    ? []
    : wrap(remedy, width - 2).map((text, index) => [
        span(index === 0 ? `${glyphs.arrow} `.padEnd(2) : '  ', 'accent'),
        span(text),
      ])

const fact = (name: string, value: string | null): readonly Line[] =>
  value === null || value === '' ? [] : [line(`${name} ${value}`, 'quiet')]

/** For the clipboard, or a file. */
export const statusText = (rows: readonly StatusRow[], glyphs: Glyphs): string =>
  rows
    .map(({ host, look, status }) =>
      [host, stateSpan(look, glyphs).text, status?.address ?? '-', status?.detail ?? ''].join('  '),
    )
    .map(text => `${text}\n`)
    .join('')
