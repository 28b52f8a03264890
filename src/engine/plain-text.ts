/**
 * Text from the wire or from a machine, made harmless for a terminal, a log line and a reader's eyes: no escape
 * sequences, no control characters, nothing that turns the direction of writing, and no more of it than asked.
 */
export const plainText = (text: string, longest = 500): string => {
  const plain = text
    .slice(0, longest * 8 + 4096)
    .replace(escapeSequences, '')
    .replace(blanks, ' ')
    .replace(invisible, '')
    .toWellFormed()
    .trim()
  return shortened(plain, longest)
}

/** The lines of a text, each made plain; empty ones are left out. */
export const plainLines = (text: string, longest?: number): readonly string[] =>
  text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(line => plainText(line, longest))
    .filter(line => line !== '')

/** Never cuts a surrogate pair in half. */
const shortened = (text: string, longest: number): string => {
  if (text.length <= longest) return text
  const cut = text.slice(0, longest - 1)
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`
}

/**
 * In their order: strings up to their terminator (OSC, DCS, SOS, PM, APC; or to the end, if it never comes), CSI
 * sequences with their parameters, and the two- or three-byte rest. Each also in its one-byte C1 form.
 */
const escapeSequences = new RegExp(
  [
    '(?:\\u001b[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c)?',
    '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]?',
    '\\u001b[ -/]*[0-~]?',
  ].join('|'),
  'g',
)

const blanks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g

/** C0, DEL, C1; bidirectional marks, embeddings, overrides and isolates; zero-width and byte-order marks; tags. */
const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is what this is for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]/gu
