/**
 * What a terminal sends, split into what it is: keys one by one, pastes whole, and replies to questions (colours,
 * cursor position, device attributes, focus), which are nobody's keys. A piece that is not complete waits.
 *
 * Esc directly followed by a character in one read may be both, one after the other, on a link that bundles them, or
 * that character with Alt. No command is on Alt, so it is both: who goes back and presses `q` at once gets both.
 */

export type Token =
  | { readonly kind: 'key'; readonly bytes: string }
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'reply'; readonly bytes: string }

export interface Splitter {
  push(text: string): readonly Token[]
  /** Nothing more came for a while: what waits is taken for what it can only be. */
  quiet(): readonly Token[]
  readonly waits: 'nothing' | 'briefly' | 'long'
}

/** Ink reads this as Esc at once, where a lone escape byte makes it wait for more. */
export const escapeKey = '\u001b[27u'

const pasteStart = '\u001b[200~'
const pasteEnd = '\u001b[201~'

export const createSplitter = (): Splitter => {
  let pending = ''
  return {
    push: text => {
      const tokens: Token[] = []
      pending += text
      for (let next = take(pending); next !== null; next = take(pending)) {
        pending = pending.slice(next.length)
        if (next.token !== null) tokens.push(next.token)
      }
      return tokens
    },
    quiet: () => {
      const rest = pending
      pending = ''
      if (rest === '\u001b') return [{ kind: 'key', bytes: escapeKey }]
      if (rest.startsWith(pasteStart)) return [{ kind: 'paste', text: rest.slice(pasteStart.length) }]
      return rest === '' ? [] : [{ kind: 'reply', bytes: rest }]
    },
    get waits() {
      if (pending === '') return 'nothing'
      return longReply.test(pending) || pending.startsWith(pasteStart) ? 'long' : 'briefly'
    },
  }
}

interface Taken {
  readonly length: number
  /** Null: bytes that mean nothing. */
  readonly token: Token | null
}

/** The piece at the start; null when it is not complete. */
const take = (text: string): Taken | null => {
  if (text === '') return null
  if (!text.startsWith('\u001b')) return takeCharacter(text)
  if (text.startsWith(pasteStart)) return takePaste(text)
  if (incomplete.test(text)) return null
  const [kind, bytes] = firstMatch(text) ?? ['key', escapeKey]
  if (bytes === escapeKey) return { length: 1, token: { kind: 'key', bytes } }
  if (kind === 'broken') return { length: bytes.length, token: null }
  return { length: bytes.length, token: { kind, bytes } }
}

/** A line feed is Enter from a terminal that was left to send one; C1 controls are nobody's key. */
const takeCharacter = (text: string): Taken => {
  const bytes = String.fromCodePoint(text.codePointAt(0) ?? 0)
  const isC1 = bytes >= '\u0080' && bytes <= '\u009f'
  const token: Token = { kind: 'key', bytes: bytes === '\n' ? '\r' : bytes }
  return { length: bytes.length, token: isC1 ? null : token }
}

const takePaste = (text: string): Taken | null => {
  const end = text.indexOf(pasteEnd)
  if (end < 0) return null
  return {
    length: end + pasteEnd.length,
    token: { kind: 'paste', text: text.slice(pasteStart.length, end) },
  }
}

type Kind = 'key' | 'reply' | 'broken'

/** Null: an Esc, and what follows is no part of it. */
const firstMatch = (text: string): readonly [Kind, string] | null => {
  for (const [kind, form] of forms) {
    const found = form.exec(text)
    if (found !== null) return [kind, found[0]]
  }
  return null
}

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: terminals speak in control characters
/** What is still on its way: a sequence without its final byte, a string without its terminator. */
const incomplete = /^\u001b(?:\[{1,2}[0-?]*[ -/]*|O[\d;]*|[\]PX^_][^\u0007\u001b]*\u001b?)?$/

/** A string reply may be long in coming; `Alt+]` alone is not one. */
const longReply = /^\u001b[\]PX^_]./

const forms: readonly (readonly [Kind, RegExp])[] = [
  ['reply', /^\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)/],
  ['broken', /^\u001b[\]PX^_][^\u0007\u001b]*(?=\u001b)/],
  // The Linux console's F1 to F5.
  ['key', /^\u001b\[\[[A-E]/],
  // No `R`: with numbers it is where the cursor is.
  ['key', /^\u001b\[[\d;:]*[A-HPQSZ~u]/],
  // As rxvt sends keys with Shift and Ctrl.
  ['key', /^\u001b\[(?:[a-d]|\d[$^@])/],
  ['reply', /^\u001b\[[0-?]*[ -/]*[@-~]/],
  ['broken', /^\u001b\[[0-?]*[ -/]*/],
  ['key', /^\u001bO[\d;]*[@-~]/],
  ['broken', /^\u001bO[\d;]*/],
]
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: as above
