/**
 * What may stand in a boot script. iPXE expands `${…}` first and splits the line into words afterwards, with no
 * quoting at all; a word that is `||`, `&&` or `;`, or begins with `#`, ends the command, and a backslash at the
 * end of a line joins the next one. So nothing is escaped, for there is nothing to escape with: every value is
 * either harmless letter by letter, or refused.
 */
export type Script =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: string }

const harmless = {
  'host name': /^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$/,
  URL: /^https?:\/\/[A-Za-z0-9.:[\]-]+(\/[A-Za-z0-9._~:@%+=,/-]*)?$/,
  token: /^[A-Za-z0-9_-]{16,128}$/,
  'init path': /^(\/[A-Za-z0-9+._?=-]+)+$/,
  /** `$` alone is a letter like any other (memmap=64M$1G); it is `{` that would begin an expansion. */
  'kernel parameter': /^[A-Za-z0-9_][A-Za-z0-9_.,:=/@+%*~^!$()<>[\]"'-]*$/,
} as const

export type Word = keyof typeof harmless

/** The first value that may not stand in a script, as a sentence; nothing when all may. */
export const objectionTo = (
  values: readonly (readonly [word: Word, value: string])[],
): string | undefined => {
  const bad = values.find(([word, value]) => !harmless[word].test(value))
  return bad && `${JSON.stringify(bad[1])} is not a ${bad[0]} that can stand in a boot script`
}

/** Lines to the text iPXE reads; it takes a file for a script only when this is how it begins. */
export const asScript = (lines: readonly string[]): Script => ({
  ok: true,
  text: `${['#!ipxe', ...lines].join('\n')}\n`,
})
