/** Where a value is inside a site, and how values and places are written in messages. */

export type Path = readonly (string | number)[]

/** `hosts.node1.disks[0].serial`; a key that is no plain word is quoted. */
export const pathText = (path: Path): string => path.map(step).join('').replace(/^\./, '') || 'the whole file'

const step = (key: string | number): string => {
  if (typeof key === 'number') return `[${key}]`
  return /^[\w$-]+$/.test(key) ? `.${key}` : `.${shown(key)}`
}

const longest = 60

/** A value as JSON, short, and without anything a terminal would act on. */
export const shown = (value: unknown): string => {
  const text = printable(JSON.stringify(value) ?? String(value))
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
}

/** Control characters, line separators, and marks that turn the direction of writing. */
export const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

const everyUnprintable = new RegExp(unprintable, 'gu')

/** Each of them written out as JSON would. */
export const printable = (text: string): string =>
  text.replace(everyUnprintable, character => character.split('').map(unit).join(''))

const unit = (half: string): string => `\\u${half.charCodeAt(0).toString(16).padStart(4, '0')}`

/** The value at a path, or nothing. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((within, key) => (isObject(within) ? within[key] : undefined), value)

export const isObject = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === 'object' && value !== null
