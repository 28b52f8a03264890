/** One key as the screens know it: a name for commands, and the text it would type. */

export interface Press {
  /** `a`, `A`, `enter`, `shift+tab`, `ctrl+c`, `pageup`: as the key table spells it. */
  readonly key: string
  /** What it types into a field; empty for keys that type nothing. */
  readonly text: string
  /** When its bytes arrived, on the same clock as everything drawn. */
  readonly arrived: number
}

/** What Ink tells of a key; its `Key` fits. */
export interface InkKey {
  readonly upArrow: boolean
  readonly downArrow: boolean
  readonly leftArrow: boolean
  readonly rightArrow: boolean
  readonly pageUp: boolean
  readonly pageDown: boolean
  readonly home: boolean
  readonly end: boolean
  readonly return: boolean
  readonly escape: boolean
  readonly tab: boolean
  readonly backspace: boolean
  readonly delete: boolean
  readonly ctrl: boolean
  readonly shift: boolean
  readonly meta: boolean
}

const named = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'esc'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
] as const satisfies readonly (readonly [keyof InkKey, string])[]

export const pressOf = (input: string, key: InkKey, arrived: number): Press => {
  const name = named.find(([flag]) => key[flag])?.[1]
  if (name !== undefined) return { key: withModifiers(name, key, key.shift), text: '', arrived }
  if (key.ctrl || key.meta) return { key: withModifiers(spelled(input), key, false), text: '', arrived }
  return { key: spelled(input), text: input, arrived }
}

const withModifiers = (name: string, { ctrl, meta }: InkKey, shift: boolean): string =>
  [ctrl && 'ctrl+', meta && name !== 'esc' && 'alt+', shift && 'shift+', name].filter(Boolean).join('')

const spelled = (input: string): string => (input === ' ' ? 'space' : input)
