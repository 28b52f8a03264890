/** A roll-out in words: where each machine is on its way to another system, and when it would go back. */
import {
  type DeployStage,
  type DeployStanding,
  explain,
  type Plan,
  plainText,
  type RollOutState,
} from '../../engine/index.ts'
import type { Confirmation } from '../screen.ts'
import type { Count } from '../summary.ts'
import type { Glyphs } from '../theme.ts'
import { clockTime, counted } from './format.ts'
import { matches } from './order.ts'
import { faultLines } from './plan.ts'
import { clip, dotted, type Line, line, type Span, span, wrap } from './spans.ts'
import { type Standing, signOf } from './standing.ts'
import type { Column } from './table.ts'

const busy = (word: string): Standing => ({ word, is: 'busy', sign: 'busy' })

const stages: Readonly<Record<DeployStage, Standing>> = {
  waiting: { word: 'waiting', is: 'quiet', sign: 'waiting' },
  examining: busy('evaluating'),
  copying: busy('copying'),
  arming: busy('arming'),
  switching: busy('switching'),
  confirming: { word: 'confirming', is: 'warning', sign: 'busy' },
  reverting: { word: 'going back', is: 'warning', sign: 'busy' },
  deployed: { word: 'confirmed', is: 'good', sign: 'good' },
  unchanged: { word: 'current', is: 'good', sign: 'dot' },
  reverted: { word: 'switched back', is: 'bad', sign: 'bad' },
  deployFailed: { word: 'failed', is: 'bad', sign: 'bad' },
  notStarted: { word: 'not begun', is: 'quiet', sign: 'dot' },
}

/** What is done in each, for the screen and for lines. */
export const stepWords = {
  examining: 'looking at it, and evaluating what it should run',
  copying: 'building and copying; nothing is changed yet',
  arming: 'arming its way back',
  switching: 'switching',
  confirming: 'looking at it over a new connection',
  reverting: 'going back',
} as const

const isStep = (stage: DeployStage): stage is keyof typeof stepWords => stage in stepWords

const standingSpan = ({ stage }: DeployStanding, glyphs: Glyphs, now: number): Span =>
  span(`${signOf(stages[stage], glyphs, now)} ${stages[stage].word}`, stages[stage].is)

/** It did not come through. */
export const wantsLook = ({ stage }: DeployStanding): boolean =>
  stage === 'reverted' || stage === 'deployFailed'

const elapsed = ({ startedAt, endedAt }: DeployStanding, now: number): string =>
  startedAt === null ? '' : clockTime((endedAt ?? now) - startedAt)

/** Null: nothing is counting. */
const countdown = ({ revertsAt }: DeployStanding, now: number): Span | null => {
  if (revertsAt === null) return null
  const left = Math.max(0, revertsAt - now)
  return span(`goes back in ${clockTime(left)} unless it is confirmed`, left < 15_000 ? 'bad' : 'warning')
}

const doing = (one: DeployStanding, now: number): string => {
  if (one.fault !== null) return `${one.fault.message} [${one.fault.code}]`
  if (one.stage === 'confirming' || one.stage === 'reverting')
    return countdown(one, now)?.text ?? stepWords[one.stage]
  if (one.stage === 'copying' || one.stage === 'switching') return lastWords(one) ?? stepWords[one.stage]
  if (isStep(one.stage)) return stepWords[one.stage]
  return one.stage === 'waiting' ? 'for its turn' : `runs ${shortened(one.to)}`
}

/** A table has no room for the hash of a store path, and what its first letters tell apart is enough there. */
const shortened = (system: string | null): string =>
  (system ?? '').replace(/^\/nix\/store\/([a-z0-9]{7})[a-z0-9]{25}-/, '$1…-')

const lastWords = ({ log }: DeployStanding): string | undefined => {
  const last = log.findLast(text => text.trim() !== '')
  return last === undefined ? undefined : plainText(last)
}

export const deployRows = ({ hosts }: RollOutState, filter: string): readonly DeployStanding[] =>
  hosts.filter(({ host, stage, address }) => matches(filter, [host, stages[stage].word, address ?? '']))

export const deployColumns = (glyphs: Glyphs, now: number): readonly Column<DeployStanding>[] => [
  { key: 'host', title: 'HOST', text: ({ host }) => host, narrowest: 8, widest: 24 },
  {
    key: 'stage',
    title: 'STATE',
    text: one => standingSpan(one, glyphs, now).text.padEnd(widestStage + 2),
    is: ({ stage }) => stages[stage].is,
  },
  { key: 'address', title: 'ADDRESS', text: ({ address }) => address ?? '', spare: 1 },
  { key: 'time', title: 'TIME', text: one => elapsed(one, now), side: 'right', spare: 2 },
  { key: 'what', title: 'WHAT', text: one => doing(one, now), narrowest: 20, widest: 200 },
]

/** Columns do not jump when a machine moves on. */
const widestStage = Math.max(...Object.values(stages).map(({ word }) => word.length))

const way = ['examining', 'copying', 'switching', 'confirming'] as const

/** `✓ evaluating → ✓ copying → ⠋ switching → · confirming` */
export const wayLine = (one: DeployStanding, glyphs: Glyphs, now: number): Line =>
  way.flatMap((step, index) => {
    const here = one.stage === step || (step === 'copying' && one.stage === 'arming')
    const done = one.past.includes(step) || one.stage === 'deployed'
    const isLast =
      done && !way.slice(index + 1).some(later => one.past.includes(later) || one.stage === later)
    const broke = isLast && (wantsLook(one) || one.stage === 'reverting')
    const sign = here
      ? signOf(stages[step], glyphs, now)
      : broke
        ? glyphs.bad
        : done
          ? glyphs.good
          : glyphs.waiting
    const is = here ? stages[step].is : broke ? 'bad' : done ? 'good' : 'quiet'
    return [
      ...(index > 0 ? [span(` ${glyphs.arrow} `, 'quiet')] : []),
      span(`${sign} ${stages[step].word}`, is),
    ]
  })

/** All about one, but for what its build said. */
export const deployLines = (
  one: DeployStanding,
  width: number,
  glyphs: Glyphs,
  now: number,
): readonly Line[] => {
  const count = countdown(one, now)
  return [
    [standingSpan(one, glyphs, now), span('   '), ...wayLine(one, glyphs, now)],
    ...(one.from === null || one.to === null || one.from === one.to
      ? []
      : wrap(`from ${one.from} to ${one.to}`, width).map(text => line(text, 'quiet'))),
    ...(count === null ? [] : [[count]]),
    ...[...one.services].map(([service, { state, detail }]) =>
      line(
        clip(`${service}: ${state}${detail && `: ${detail}`}`, width),
        state === 'healthy' ? 'good' : 'warning',
      ),
    ),
    ...(one.fault === null ? [] : faultLines(one.fault, width, glyphs, wantsLook(one) ? 'bad' : 'warning')),
  ]
}

export const logOf = ({ log }: DeployStanding): readonly Line[] =>
  log.map(text => line(plainText(text), 'quiet'))

/** How many stand how, what did not come through first. */
export const rollOutCounts = ({ hosts }: RollOutState): readonly Count[] => {
  const having = (...names: readonly DeployStage[]) =>
    hosts.filter(({ stage }) => names.includes(stage)).length
  const through = having('deployed', 'unchanged')
  const counts: readonly (readonly [number, string, Count['is']])[] = [
    [having('reverted'), 'switched back', 'bad'],
    [having('deployFailed'), 'failed', 'bad'],
    [having('reverting'), 'going back', 'warning'],
    [having('examining', 'copying', 'arming', 'switching', 'confirming'), 'busy', 'busy'],
    [having('waiting', 'notStarted'), 'not begun', 'quiet'],
    [through, `of ${hosts.length} as they should be`, 'good'],
  ]
  return counts
    .filter(([count], index) => count > 0 || index === counts.length - 1)
    .map(([count, words, is]) => ({ words: `${count} ${words}`, is }))
}

export const rollOutPercent = ({ hosts }: RollOutState): number =>
  hosts.length === 0
    ? 0
    : Math.round((100 * hosts.filter(({ endedAt }) => endedAt !== null).length) / hosts.length)

const verbs = { switch: 'deploy', rollback: 'roll back' } as const
const offers = { switch: 'deploys to', rollback: 'rolls back' } as const

/** Over the table: how far all of them are, or what would begin. */
export const rollOutLine = (state: RollOutState): Line => {
  const { stage, action, hosts } = state
  if (stage === 'ready')
    return dotted(
      span(`Nothing has begun: b ${offers[action]} ${counted(hosts.length, 'machine')}`, 'accent'),
      span(`undone unless confirmed in ${state.window} s`, 'quiet'),
    )
  return dotted(
    span(
      { running: 'under way', stopping: 'starting nothing more', over: 'over' }[stage],
      stage === 'stopping' ? 'warning' : 'quiet',
    ),
    ...rollOutCounts(state).map(({ words, is }) => span(words, is)),
  )
}

/** The word before machines are given another system. */
export const deployConfirmation = (
  { action, hosts, window }: RollOutState,
  { name }: Plan,
  width: number,
  act: () => void,
): Confirmation => {
  const what = action === 'switch' ? 'the system of the site' : 'the system before their last one'
  const names = hosts.map(({ host }) => host).join(', ')
  return {
    title: `${action === 'switch' ? 'Deploy to' : 'Roll back'} ${counted(hosts.length, 'machine')}`,
    lines: [
      hosts.length === 1
        ? `${names} is given ${what}.`
        : `${names}: given ${what}, wave by wave, no further than the first wave that does not come through.`,
      `${hosts.length === 1 ? 'It' : 'Each'} keeps it only when it is confirmed over a new connection within ${window} s; else it goes back by itself.`,
    ].flatMap(text => wrap(text, width)),
    text: hosts.length === 1 ? (hosts[0]?.host ?? name) : name,
    verb: verbs[action],
    act,
  }
}

/** What is left to read when the screen is gone. */
export const rollOutReport = ({ hosts }: RollOutState): readonly string[] =>
  hosts.map(({ host, stage, to, fault }) => {
    const about = fault === null ? `runs ${to}` : explain(fault)
    return plainText(`${host.padEnd(12)} ${stages[stage].word.padEnd(widestStage)}  ${about}`)
  })
