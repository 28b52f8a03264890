/** What stands in one machine's pane, and in its row. */
import { type MachineState, type Plan, plainText, progressOf } from '../../engine/index.ts'
import { bindings, type CommandName } from '../keys.ts'
import type { Glyphs } from '../theme.ts'
import { awaitedBy, describeAwaited } from './awaited.ts'
import { clockTime } from './format.ts'
import { type Action, actionsFor, elapsed, wantsAttention } from './journeys.ts'
import { bold, cell, clip, dotted, type Line, line, span, wrapTo } from './spans.ts'
import { standingSpan, standingWidth } from './standing.ts'
import { describeProgress, trackLine } from './track.ts'
import { describePhase } from './words.ts'

export interface Drawn {
  readonly plan: Plan
  readonly glyphs: Glyphs
  readonly now: number
}

/** On the right of its pane's edge: where it stands, and for how long. */
export const paneStatus = ({ journey }: MachineState, { glyphs, now }: Drawn): Line => [
  standingSpan(journey, glyphs, now),
  span(` ${clockTime(elapsed(journey, now))}`),
  ...(journey.attempt > 1 ? [span(`, attempt ${journey.attempt}`, 'quiet')] : []),
]

/** Four lines: the way, what it does, what it waits for, the last it said. Where two must do, bytes tell more. */
export const paneLines = (
  machine: MachineState,
  width: number,
  rows: number,
  drawn: Drawn,
): readonly Line[] => {
  const { journey } = machine
  const counts = progressOf(journey, drawn.now).amount !== null
  return [
    trackLine(journey, width, drawn.glyphs, drawn.now),
    ...(counts && rows < 3 ? [] : [line(clip(describePhase(journey), width))]),
    measureLine(machine, width, drawn),
    lastWords(machine, width),
  ]
}

/** Bytes where bytes are counted, otherwise what is awaited. */
const measureLine = ({ journey }: MachineState, width: number, { plan, now }: Drawn): Line => {
  const progress = describeProgress(progressOf(journey, now))
  const awaited = awaitedBy(journey, plan, now)
  const waiting = awaited && span(clip(describeAwaited(awaited), width), awaited.soon ? 'warning' : 'quiet')
  if (progress === '') return waiting === null ? [] : [waiting]
  const roomy = width > progress.length + (waiting?.text.length ?? 0) + 3
  return roomy ? dotted(span(progress, 'busy'), waiting) : [span(clip(progress, width), 'busy')]
}

const lastWords = ({ log }: MachineState, width: number): Line => {
  const last = log.findLast(({ line }) => line.trim() !== '')
  return last === undefined ? [] : [span(clip(plainText(last.line), width), 'quiet')]
}

/** Someone has to do something: what is wrong, what helps, and which keys there are. */
export const attentionLines = (
  machine: MachineState,
  width: number,
  rows: number,
  drawn: Drawn,
): readonly Line[] => {
  const { journey } = machine
  const { phase } = journey
  const fault = phase.name === 'held' || phase.name === 'failed' ? phase.fault : null
  const is = phase.name === 'held' ? 'warning' : 'bad'
  const message = fault === null ? describePhase(journey) : `${fault.message} [${fault.code}]`
  const remedy =
    fault === null ? [] : wrapTo(fault.remedy, width - 2, Math.max(1, Math.floor((rows - 1) / 2)))
  const most = Math.max(1, rows - 1 - remedy.length)
  return [
    ...wrapTo(message, width, most).map(text => line(text, is)),
    ...remedy.map((text, index) => [
      span(index === 0 ? `${drawn.glyphs.arrow} `.padEnd(2) : '  ', 'accent'),
      span(text),
    ]),
    actionsLine(machine, drawn),
  ]
}

const actionsLine = ({ journey }: MachineState, { plan, now }: Drawn): Line => {
  const awaited = awaitedBy(journey, plan, now)
  return [
    ...keysLine(actionsFor(journey)),
    ...(awaited === null ? [] : [span(`   ${describeAwaited(awaited)}`, 'quiet')]),
  ]
}

/** `w confirm wipe   s skip`: as the key table has them. */
export const keysLine = (commands: readonly (Action | CommandName)[]): Line =>
  commands.flatMap((command, index) => {
    const binding = bindings.find(each => each.command === command)
    if (binding === undefined) return []
    return [
      span(index > 0 ? '   ' : ''),
      bold(binding.keys[0] ?? '', 'accent'),
      span(` ${binding.short ?? binding.command}`),
    ]
  })

export const rowHeader = (nameWidth: number, width: number): Line =>
  line(
    clip(
      `${cell('MACHINE', nameWidth)}  ${cell('STATE', standingWidth)}  ${cell('WAY', trackWidth(width))}  ${cell('TIME', 7, 'right')}  WHAT`,
      width,
    ),
    'quiet',
  )

/** Where there is little room the words need it more. */
const trackWidth = (width: number): number => (width < 110 ? 6 : 17)

/** One machine in one line; what it does stands last and gets what room is left. */
export const rowLine = (machine: MachineState, nameWidth: number, width: number, drawn: Drawn): Line => {
  const { journey } = machine
  const { glyphs, now } = drawn
  const standing = standingSpan(journey, glyphs, now)
  return [
    span(cell(journey.host, nameWidth)),
    span('  '),
    { ...standing, text: cell(standing.text, standingWidth) },
    span('  '),
    ...trackLine(journey, trackWidth(width), glyphs, now),
    span(`  ${cell(clockTime(elapsed(journey, now)), 7, 'right')}  `),
    ...rowWords(machine, drawn),
  ]
}

const rowWords = ({ journey }: MachineState, { now }: Drawn): Line => {
  if (wantsAttention(journey))
    return [span(describePhase(journey), journey.phase.name === 'held' ? 'warning' : 'bad')]
  const progress = describeProgress(progressOf(journey, now))
  return dotted(
    span(describePhase(journey), journey.phase.name === 'done' ? 'quiet' : undefined),
    progress !== '' && span(progress, 'busy'),
  )
}
