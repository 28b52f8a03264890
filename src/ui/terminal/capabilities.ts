/** What this terminal takes, as far as its environment says: over SSH that is often no more than TERM. Pure. */
import type { Background, Depth } from '../theme.ts'

type Env = Readonly<Record<string, string | undefined>>

export interface Capabilities {
  readonly depth: Depth
  /** Null: not said. */
  readonly background: Background | null
  readonly title: boolean
  readonly notify: '9' | '777' | null
  readonly progress: boolean
  readonly tmux: boolean
  readonly utf8: boolean
}

/** A terminal that can only write line after line gets lines. */
export const canDraw = ({ TERM }: Env): boolean => TERM !== undefined && TERM !== '' && TERM !== 'dumb'

export const capabilitiesOf = (env: Env): Capabilities => ({
  depth: depthOf(env),
  background: backgroundOf(env),
  title: canDraw(env) && env.TERM !== 'linux',
  notify: notifyOf(env),
  progress: takesProgress(env),
  tmux: isMultiplexed(env),
  utf8: isUtf8(env),
})

const depthOf = (env: Env): Depth => {
  const { FORCE_COLOR: forced, TERM: term = '', COLORTERM: color = '' } = env
  if (forced !== undefined) return forcedDepths[forced] ?? '16'
  if ((env.NO_COLOR ?? '') !== '' || !canDraw(env)) return 'none'
  if (/truecolor|24bit/.test(color) || /-direct$|kitty|ghostty/.test(term)) return 'true'
  return /256/.test(term) ? '256' : '16'
}

const forcedDepths: Readonly<Record<string, Depth>> = {
  '0': 'none',
  false: 'none',
  '2': '256',
  '3': 'true',
}

/** rxvt, Konsole and others say which of the sixteen colours they write on. */
const backgroundOf = ({ COLORFGBG }: Env): Background | null => {
  const color = COLORFGBG?.split(';').at(-1)
  if (color === undefined || !/^\d+$/.test(color)) return null
  return color === '7' || color === '15' ? 'light' : 'dark'
}

/** tmux and screen keep to themselves what they do not know. */
const isMultiplexed = ({ TMUX, STY, TERM = '' }: Env): boolean =>
  TMUX !== undefined || STY !== undefined || /^(screen|tmux)/.test(TERM)

const notifyOf = (env: Env): Capabilities['notify'] => {
  if (isMultiplexed(env)) return null
  const { TERM = '', TERM_PROGRAM = '' } = env
  if (/^(rxvt-unicode|foot)/.test(TERM)) return '777'
  if (/kitty|ghostty/.test(TERM) || /^(iTerm\.app|WezTerm|ghostty)$/.test(TERM_PROGRAM)) return '9'
  return null
}

/** An iTerm that does not know it takes it for a message and shows it: only those that are sure to. */
const takesProgress = (env: Env): boolean =>
  !isMultiplexed(env) &&
  (env.WT_SESSION !== undefined || env.ConEmuPID !== undefined || /ghostty/.test(env.TERM ?? ''))

/** Where nothing is said, today's terminals are UTF-8, but for the Linux console of a rescue system in C. */
const isUtf8 = ({ LC_ALL, LC_CTYPE, LANG, TERM }: Env): boolean => {
  const locale = [LC_ALL, LC_CTYPE, LANG].find(value => value !== undefined && value !== '')
  if (locale === undefined) return TERM !== 'linux'
  return /utf-?8/i.test(locale) || (/^(C|POSIX)$/.test(locale) && TERM !== 'linux')
}

/** A terminal's answer to what its background is. */
export const backgroundIn = (reply: string): Background | null => {
  const found = /\]11;rgba?:([\da-f]+)\/([\da-f]+)\/([\da-f]+)/i.exec(reply)
  if (found === null) return null
  const [red = 0, green = 0, blue = 0] = found
    .slice(1)
    .map(part => Number.parseInt(part, 16) / (16 ** part.length - 1))
  return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 ? 'light' : 'dark'
}
