/** Where a machine stands, in one word with its meaning and its sign: the same wherever a machine is shown. */
import type { Journey, PhaseName } from '../../engine/index.ts'
import type { Glyphs, Meaning } from '../theme.ts'
import { type Span, span } from './spans.ts'

export interface Standing {
  readonly word: string
  readonly is: Meaning
  readonly sign: 'good' | 'bad' | 'warning' | 'waiting' | 'busy' | 'dot'
}

const busy = (word: string): Standing => ({ word, is: 'busy', sign: 'busy' })

const standings: Readonly<Record<PhaseName, Standing>> = {
  pending: { word: 'waiting', is: 'quiet', sign: 'waiting' },
  checking: busy('checking'),
  skipped: { word: 'skipped', is: 'quiet', sign: 'dot' },
  waking: busy('waking'),
  offered: busy('offered'),
  fetching: busy('fetching'),
  booting: busy('booting'),
  phonedHome: busy('inspecting'),
  held: { word: 'held', is: 'warning', sign: 'warning' },
  partitioning: busy('erasing'),
  copying: busy('copying'),
  installing: busy('installing'),
  rebooting: busy('rebooting'),
  verifying: busy('verifying'),
  healthChecking: busy('services'),
  done: { word: 'done', is: 'good', sign: 'good' },
  failed: { word: 'failed', is: 'bad', sign: 'bad' },
  aborted: { word: 'aborted', is: 'bad', sign: 'bad' },
}

export const standingOf = ({ phase }: Journey): Standing => standings[phase.name]

/** The longest word: columns do not jump when a machine moves on. */
export const standingWidth = Math.max(...Object.values(standings).map(({ word }) => word.length)) + 2

export const signOf = ({ sign }: Standing, glyphs: Glyphs, now: number): string => {
  if (sign !== 'busy') return glyphs[sign]
  return glyphs.busy[Math.floor(now / 1000) % glyphs.busy.length] ?? ''
}

/** Sign and word: never a colour alone. */
export const standingSpan = (journey: Journey, glyphs: Glyphs, now: number): Span => {
  const standing = standingOf(journey)
  return span(`${signOf(standing, glyphs, now)} ${standing.word}`, standing.is)
}
