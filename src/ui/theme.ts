/** Colours by what they mean and glyphs by what they show; no component names a colour or draws a box itself. */

export type Meaning =
  | 'good'
  | 'warning'
  | 'bad'
  /** Work under way. */
  | 'busy'
  /** Waiting for something. */
  | 'waiting'
  /** What can be chosen or typed, and where one is. */
  | 'accent'
  /** What need not be read. */
  | 'quiet'

export type Depth = 'none' | '16' | '256' | 'true'
export type Background = 'dark' | 'light'

export interface Theme {
  readonly background: Background
  readonly depth: Depth
  /** For Ink's `color`; undefined: the terminal's own. */
  readonly colors: Readonly<Record<Meaning, string | undefined>>
  readonly glyphs: Glyphs
  /** Read from top to bottom, by a screen reader: words, and nothing drawn. */
  readonly linear: boolean
}

export interface Glyphs {
  readonly border: 'round' | 'classic'
  readonly pointer: string
  readonly marked: string
  readonly unmarked: string
  readonly good: string
  readonly bad: string
  readonly warning: string
  readonly waiting: string
  readonly busy: readonly string[]
  readonly bar: { readonly full: string; readonly empty: string; readonly parts: readonly string[] }
  /** A journey's way: behind it, ahead of it, and where it stopped. */
  readonly track: { readonly done: string; readonly todo: string; readonly stopped: string }
  readonly arrow: string
  readonly dot: string
  readonly ellipsis: string
  readonly tree: { readonly branch: string; readonly last: string; readonly line: string }
}

const unicode: Glyphs = {
  border: 'round',
  pointer: '❯',
  marked: '●',
  unmarked: '○',
  good: '✓',
  bad: '✗',
  warning: '!',
  waiting: '·',
  busy: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
  bar: { full: '█', empty: '░', parts: ['▏', '▎', '▍', '▌', '▋', '▊', '▉'] },
  track: { done: '━', todo: '─', stopped: '╍' },
  arrow: '→',
  dot: '·',
  ellipsis: '…',
  tree: { branch: '├─', last: '└─', line: '│ ' },
}

const ascii: Glyphs = {
  border: 'classic',
  pointer: '>',
  marked: '*',
  unmarked: '.',
  good: '+',
  bad: 'x',
  warning: '!',
  waiting: '.',
  busy: ['-', '\\', '|', '/'],
  bar: { full: '#', empty: '.', parts: [] },
  track: { done: '=', todo: '-', stopped: 'x' },
  arrow: '->',
  dot: '-',
  ellipsis: '...',
  tree: { branch: '|-', last: '`-', line: '| ' },
}

/** What a sign shows, the word beside it says; where there is none, the sign is the word. */
const spoken: Glyphs = {
  border: 'round',
  pointer: 'here:',
  marked: 'chosen:',
  unmarked: 'left out:',
  good: '',
  bad: '',
  warning: '',
  waiting: '',
  busy: [''],
  bar: { full: '', empty: '', parts: [] },
  track: { done: '', todo: '', stopped: '' },
  arrow: '→',
  dot: '',
  ellipsis: '…',
  tree: { branch: '', last: '', line: '' },
}

/** The terminal's own sixteen: whatever the operator made of them, they chose to read it. */
const sixteen: Theme['colors'] = {
  good: 'green',
  warning: 'yellow',
  bad: 'red',
  busy: 'cyan',
  waiting: 'magenta',
  accent: 'blue',
  quiet: 'gray',
}

const rich: Readonly<Record<Background, Theme['colors']>> = {
  dark: {
    good: '#87d787',
    warning: '#ffd75f',
    bad: '#ff8787',
    busy: '#5fd7ff',
    waiting: '#d7afff',
    accent: '#87afff',
    quiet: '#8a8a8a',
  },
  light: {
    good: '#005f00',
    warning: '#875f00',
    bad: '#af0000',
    busy: '#005f87',
    waiting: '#5f00af',
    accent: '#0000af',
    quiet: '#626262',
  },
}

const none: Theme['colors'] = {
  good: undefined,
  warning: undefined,
  bad: undefined,
  busy: undefined,
  waiting: undefined,
  accent: undefined,
  quiet: undefined,
}

export interface ThemeWishes {
  readonly depth: Depth
  readonly background: Background
  readonly ascii: boolean
  readonly linear?: boolean
}

export const createTheme = ({ depth, background, ascii: plain, linear = false }: ThemeWishes): Theme => ({
  background,
  depth,
  colors: colorsFor(depth, background),
  glyphs: linear ? spoken : plain ? ascii : unicode,
  linear,
})

const colorsFor = (depth: Depth, background: Background): Theme['colors'] => {
  if (depth === 'none') return none
  return depth === '16' ? sixteen : rich[background]
}
