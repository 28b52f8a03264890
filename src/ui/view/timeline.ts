/** A journey's phases with the time each took: where it went fast, and where it stood. */
import { ended, type Journey, type PhaseName, type Plan } from '../../engine/index.ts'
import type { Glyphs } from '../theme.ts'
import { awaitedBy, describeAwaited } from './awaited.ts'
import { precisely, timeOfDay } from './format.ts'
import { bold, cell, type Line, line, span, wrap } from './spans.ts'
import { signOf, standingOf } from './standing.ts'
import { describePhase } from './words.ts'

export interface Chapter {
  readonly name: PhaseName
  readonly attempt: number
  readonly since: number
  /** Null: it is in it still, or it was the end. */
  readonly took: number | null
}

/** Visits of the same phase that follow each other are one: a machine asks for its offer more than once. */
export const chaptersOf = ({ past, phase, since, attempt }: Journey): readonly Chapter[] => {
  const all = [...past, { name: phase.name, since, attempt }]
  return all.map((chapter, index) => {
    const next = all[index + 1]
    return { ...chapter, took: next === undefined ? null : next.since - chapter.since }
  })
}

const words: Readonly<Record<PhaseName, string>> = {
  pending: 'waited for its turn',
  checking: 'looked whether a system answers',
  skipped: 'skipped',
  waking: 'woken',
  offered: 'offered a boot program',
  fetching: 'fetched its boot files',
  booting: 'booted the installer',
  phonedHome: 'its disks were looked at',
  held: 'held for your word',
  partitioning: 'disko: disks erased and laid out',
  copying: 'system copied',
  installing: 'nixos-install',
  rebooting: 'restarted',
  verifying: 'new system verified',
  healthChecking: 'services became healthy',
  done: 'done',
  failed: 'failed',
  aborted: 'aborted',
}

const barWidth = 20

export const timelineLines = (
  journey: Journey,
  plan: Plan,
  width: number,
  glyphs: Glyphs,
  now: number,
): readonly Line[] => {
  const chapters = chaptersOf(journey)
  const longest = Math.max(1, ...chapters.map(({ took }) => took ?? 0))
  return chapters.flatMap((chapter, index) => [
    ...(chapter.attempt !== (chapters[index - 1]?.attempt ?? 1)
      ? [line(`attempt ${chapter.attempt}`, 'accent')]
      : []),
    ...(chapter.took === null
      ? present(journey, plan, width, glyphs, now)
      : [pastLine(chapter, chapter.took, longest, width, glyphs)]),
  ])
}

const pastLine = (
  { name, since }: Chapter,
  took: number,
  longest: number,
  width: number,
  glyphs: Glyphs,
): Line => {
  const stopped = name === 'failed' || name === 'aborted'
  const bar = Math.round((took / longest) * barWidth)
  return [
    span(`${timeOfDay(since)}  `, 'quiet'),
    span(`${stopped ? glyphs.bad : glyphs.good} `, stopped ? 'bad' : 'good'),
    span(cell(words[name], Math.min(34, Math.max(16, width - 24)))),
    span(cell(precisely(took), 12, 'right')),
    ...(width > 76
      ? [span(`  ${glyphs.track.done.repeat(bar)}`, name === 'pending' ? 'quiet' : 'busy')]
      : []),
  ]
}

/** Where it is now: in its own words, however long, and what is awaited. */
const present = (
  journey: Journey,
  plan: Plan,
  width: number,
  glyphs: Glyphs,
  now: number,
): readonly Line[] => {
  const standing = standingOf(journey)
  const awaited = awaitedBy(journey, plan, now)
  const indent = ' '.repeat(12)
  const { phase } = journey
  const remedy = phase.name === 'held' ? wrap(phase.fault.remedy, width - 14) : []
  return [
    ...wrap(describePhase(journey), width - 12).map(
      (text, index): Line =>
        index === 0
          ? [
              span(`${timeOfDay(journey.since)}  `, 'quiet'),
              span(`${signOf(standing, glyphs, now)} `, standing.is),
              bold(text, standing.is),
            ]
          : [span(indent), bold(text, standing.is)],
    ),
    ...remedy.map((text, index) => [
      span(indent),
      span(index === 0 ? `${glyphs.arrow} `.padEnd(2) : '  ', 'accent'),
      span(text),
    ]),
    ...(ended(journey) ? [] : [[span(indent), span(`for ${precisely(now - journey.since)}`, 'quiet')]]),
    ...(awaited === null
      ? []
      : [[span(indent), span(describeAwaited(awaited), awaited.soon ? 'warning' : 'quiet')]]),
  ]
}
