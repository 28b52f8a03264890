/** What a run would do, in its order, before it does any of it: the same facts as `firstlight plan`. */
import {
  describeDisk,
  type Fault,
  type Finding,
  type Host,
  layersOf,
  type Plan,
  type Snapshot,
} from '../../engine/index.ts'
import type { Choice, Confirmation } from '../screen.ts'
import type { Glyphs } from '../theme.ts'
import { counted } from './format.ts'
import { selectorWords } from './hosts.ts'
import { findingLines } from './preflight.ts'
import { blank, bold, type Line, line, span, wrap } from './spans.ts'
import { standingOf } from './standing.ts'
import { describePhase } from './words.ts'

export interface PlanView {
  readonly plan: Plan
  readonly choice: Choice
  readonly warnings: readonly Fault[]
  readonly preflight: readonly Finding[] | null
  readonly snapshot: Snapshot | null
  readonly refusal: Fault | null
}

export const chosenHosts = ({ hosts }: Plan, choice: Choice): readonly Host[] =>
  hosts.filter(({ name, managed }) => managed && choice.hosts.includes(name))

/** Waves as they will come; a step with nobody chosen in it is left out. */
export const waves = (plan: Plan, choice: Choice): readonly (readonly Host[])[] => {
  const chosen = new Map(chosenHosts(plan, choice).map(host => [host.name, host]))
  return layersOf(plan)
    .map(layer => layer.flatMap(name => chosen.get(name) ?? []))
    .filter(layer => layer.length > 0)
}

export const planHeadline = ({ plan, choice }: PlanView): Line => {
  const { parallel, dhcp } = plan.provision
  const beside = dhcp.mode === 'proxy' ? 'beside the address server' : 'giving addresses'
  return [
    bold(counted(chosenHosts(plan, choice).length, 'machine')),
    span(` of ${plan.name}, at most ${parallel} at once, ${beside}`),
  ]
}

export const planLines = (view: PlanView, width: number, glyphs: Glyphs): readonly Line[] => [
  ...troubles(view, width, glyphs),
  ...waves(view.plan, view.choice).flatMap((hosts, index) => [
    line(`Step ${index + 1}, wave ${hosts[0]?.wave ?? 0}, ${counted(hosts.length, 'machine')}`, 'accent'),
    ...hosts.flatMap(host => hostLines(host, view, width, glyphs)),
    blank,
  ]),
  ...leftOut(view, width),
]

/** What refuses the run, or might spoil it, stands before everything else. */
const troubles = (
  { refusal, warnings, preflight }: PlanView,
  width: number,
  glyphs: Glyphs,
): readonly Line[] => {
  const bad = (preflight ?? []).filter(({ state }) => state !== 'good')
  const lines = [
    ...(refusal === null ? [] : faultLines(refusal, width, glyphs, 'bad')),
    ...bad.flatMap(finding => findingLines(finding, width, glyphs)),
    ...warnings.flatMap(warning => faultLines(warning, width, glyphs, 'warning')),
  ]
  return lines.length === 0 ? [] : [...lines, blank]
}

/** Place and message, then the remedy, set off by an arrow. */
export const faultLines = (
  { place, message, code, remedy }: Fault,
  width: number,
  glyphs: Glyphs,
  is: 'bad' | 'warning',
): readonly Line[] => [
  ...wrap(`${place}: ${message} [${code}]`, width - 2).map((text, index) => [
    span(index === 0 ? `${is === 'bad' ? glyphs.bad : glyphs.warning} ` : '  ', is),
    span(text, is),
  ]),
  ...wrap(remedy, width - 4).map((text, index) => [
    span(index === 0 ? `  ${glyphs.arrow} `.padEnd(4) : '    ', 'accent'),
    span(text),
  ]),
]

const hostLines = (
  host: Host,
  { choice, snapshot }: PlanView,
  width: number,
  glyphs: Glyphs,
): readonly Line[] => {
  const machine = snapshot?.machines.find(({ journey }) => journey.host === host.name)
  const standing = machine && standingOf(machine.journey)
  const profile = choice.profiles[host.name] ?? host.installer
  return [
    [
      bold(`  ${host.name}`),
      span(`  ${host.macs.join(' ')}  boots ${profile} ${glyphs.arrow} becomes ${host.system}`),
      ...(standing === undefined ? [] : [span(`  ${standing.word}`, standing.is)]),
    ],
    ...erasing(host, machine?.erases.map(describeDisk) ?? []).flatMap(text =>
      wrap(text, width - 4).map(part => line(`    ${part}`, 'warning')),
    ),
    ...(host.after.length > 0 ? [line(`    after ${host.after.join(', ')}`, 'quiet')] : []),
    ...host.secrets.map(({ from, to }) => line(`    copies ${from} to ${to}`, 'quiet')),
    ...(machine?.journey.phase.name === 'skipped'
      ? [line(`    ${describePhase(machine.journey)}`, 'quiet')]
      : []),
  ]
}

/** Once a machine was looked at, exactly its disks; before, what the site allows. */
const erasing = (host: Host, seen: readonly string[]): readonly string[] => {
  if (seen.length > 0) return seen.map(disk => `erases ${disk}`)
  return host.disks.length === 0
    ? ['erases the disks its layout names; each is looked at first, and any that is not blank asks you']
    : [`erases ${selectorWords(host.disks)}; looked at first, and if it is not blank it asks you`]
}

const leftOut = ({ plan, choice }: PlanView, width: number): readonly Line[] => {
  const names = plan.hosts.filter(({ name, managed }) => managed && !choice.hosts.includes(name))
  const never = plan.hosts.filter(({ managed }) => !managed)
  return [
    ...listed('Left out by you', names, width),
    ...listed('Never touched (managed = false)', never, width),
    ...wrap(
      'Machines that already run their system are skipped: each is asked first, and nothing is erased on a guess.',
      width,
    ).map(text => line(text, 'quiet')),
  ]
}

const listed = (title: string, hosts: readonly Host[], width: number): readonly Line[] =>
  hosts.length === 0
    ? []
    : wrap(`${title}: ${hosts.map(({ name }) => name).join(', ')}`, width).map(text => line(text, 'quiet'))

/** Starting is confirmed by typing the site's name: it is the point of no return for blank disks. */
export const startConfirmation = (view: PlanView, begin: () => void): Confirmation => {
  const hosts = chosenHosts(view.plan, view.choice)
  const standing = obstacle(view)
  return {
    title: `Install ${counted(hosts.length, 'machine')}`,
    lines: [
      `${namesOf(hosts)} of ${view.plan.source}`,
      ...(standing === null ? [] : [standing]),
      'Blank disks are written without asking again; a disk that holds data stops its machine and asks.',
    ],
    text: view.plan.name,
    verb: 'start',
    act: begin,
  }
}

const namesOf = (hosts: readonly Host[]): string => {
  const names = hosts.slice(0, 5).map(({ name }) => name)
  return hosts.length > 5 ? `${names.join(', ')} and ${hosts.length - 5} more` : names.join(', ')
}

/** Why there is nothing to start. */
export const whyNoStart = (view: PlanView): string | null => {
  if (view.snapshot !== null) return 'the run has begun'
  return chosenHosts(view.plan, view.choice).length === 0
    ? 'no machine is chosen: mark some among the hosts'
    : null
}

/** What was found is looked at again before anything starts: it may have been mended since. */
export const obstacle = ({ preflight }: PlanView): string | null => {
  const refused = (preflight ?? []).filter(({ state }) => state === 'refused').length
  return refused === 0 ? null : `${counted(refused, 'finding')} in the way; looked at again when you start`
}
