/** What a terminal sends for a key; what is no key's name is typed as it is. */
const keyBytes: Readonly<Record<string, string>> = {
  Up: '\u001b[A',
  Down: '\u001b[B',
  Right: '\u001b[C',
  Left: '\u001b[D',
  Enter: '\r',
  Tab: '\t',
  Esc: '\u001b',
  Backspace: '\u007f',
  Space: ' ',
  'Ctrl+C': '\u0003',
  'Ctrl+G': '\u0007',
  'Shift+Tab': '\u001b[Z',
}

export const bytesOf = (keys: readonly string[]): string => keys.map(key => keyBytes[key] ?? key).join('')
