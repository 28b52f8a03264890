/** Services below those they need, with where each stands; the order in which they come up reads downwards. */
import { type Plan, plainText, type Service, type Snapshot } from '../../engine/index.ts'
import type { Glyphs, Meaning } from '../theme.ts'
import { counted } from './format.ts'
import { cell, clip, type Line, span, wrapTo } from './spans.ts'

export interface ServiceRow {
  readonly name: string
  readonly tree: string
  readonly host: string
  readonly state: 'unknown' | 'unchecked' | 'waiting' | 'starting' | 'healthy' | 'failing'
  readonly detail: string
  /** What else it waits for: it stands below the first it needs. */
  readonly also: readonly string[]
  readonly ports: readonly number[]
  readonly check: string
}

export const serviceRows = (plan: Plan, snapshot: Snapshot | null, glyphs: Glyphs): readonly ServiceRow[] => {
  const known = new Set(plan.services.map(({ name }) => name))
  const parentOf = ({ dependsOn }: Service): string | undefined => dependsOn.find(name => known.has(name))
  const below = (parent: string | undefined, indent: string): readonly ServiceRow[] => {
    const children = plan.services.filter(service => parentOf(service) === parent)
    return children.flatMap((service, index) => {
      const last = index === children.length - 1
      const branch = parent === undefined ? '' : `${last ? glyphs.tree.last : glyphs.tree.branch} `
      const next = parent === undefined ? '' : indent + (last ? '   ' : glyphs.tree.line.padEnd(3))
      return [rowOf(service, snapshot, indent + branch, parent), ...below(service.name, next)]
    })
  }
  return below(undefined, '')
}

const rowOf = (
  { name, host, ports, dependsOn, health }: Service,
  snapshot: Snapshot | null,
  tree: string,
  parent: string | undefined,
): ServiceRow => {
  const told = snapshot?.machines.find(({ journey }) => journey.host === host)?.services[name]
  return {
    ...{ name, host, ports, tree },
    state: told?.state ?? (health === null ? 'unchecked' : 'unknown'),
    detail: told?.detail ?? '',
    also: dependsOn.filter(each => each !== parent),
    check: health?.startup ?? health?.liveness ?? '',
  }
}

const states: Readonly<
  Record<ServiceRow['state'], readonly [sign: keyof Glyphs, is: Meaning, word: string]>
> = {
  unknown: ['waiting', 'quiet', 'not checked yet'],
  unchecked: ['dot', 'quiet', 'has no check'],
  waiting: ['waiting', 'waiting', 'waits for others'],
  starting: ['waiting', 'busy', 'starting'],
  healthy: ['good', 'good', 'healthy'],
  failing: ['bad', 'bad', 'failing'],
}

export const serviceLine = (
  row: ServiceRow,
  rows: readonly ServiceRow[],
  width: number,
  glyphs: Glyphs,
): Line => {
  const [sign, is, word] = states[row.state]
  const nameWidth = Math.min(32, Math.max(8, ...rows.map(({ tree, name }) => tree.length + name.length)))
  const hostWidth = Math.min(20, Math.max(4, ...rows.map(({ host }) => host.length)))
  const used = nameWidth + hostWidth + 24
  return [
    span(cell(`${row.tree}${row.name}`, nameWidth)),
    span(`  ${cell(`${glyphs[sign]} ${word}`, 18)}`, is),
    span(`  ${cell(row.host, hostWidth)}  `),
    span(clip(remarks(row), Math.max(1, width - used)), row.state === 'failing' ? 'bad' : 'quiet'),
  ]
}

const remarks = ({ detail, also, ports, check }: ServiceRow): string =>
  [plainText(detail), alsoWords(also), portWords(ports), check].filter(Boolean).join(' · ')

const alsoWords = (also: readonly string[]): string =>
  also.length > 0 ? `also after ${also.join(', ')}` : ''

const portWords = (ports: readonly number[]): string => (ports.length > 0 ? `port ${ports.join(', ')}` : '')

/** All of it, with room. */
export const serviceDetail = (row: ServiceRow, width: number): readonly Line[] => [
  [span(states[row.state][2], states[row.state][1]), span(` on ${row.host}`)],
  ...wrapTo(plainText(row.detail), width, 1).map(text => [
    span(text, row.state === 'failing' ? 'bad' : undefined),
  ]),
  ...(row.check === '' ? [] : [[span('checked by ', 'quiet'), span(clip(row.check, width - 11))]]),
  [span([alsoWords(row.also), portWords(row.ports)].filter(Boolean).join(', '), 'quiet')],
]

export const tallyServices = (rows: readonly ServiceRow[]): string => {
  if (rows.every(({ state }) => state === 'unknown' || state === 'unchecked'))
    return counted(rows.length, 'service')
  const healthy = rows.filter(({ state }) => state === 'healthy').length
  const failing = rows.filter(({ state }) => state === 'failing').length
  return `${healthy} of ${rows.length} healthy${failing > 0 ? `, ${failing} failing` : ''}`
}
