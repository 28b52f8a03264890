/** The part of a file that is asked for (RFC 9110, 14). */
export interface Part {
  readonly start: number
  /** One past the last byte. */
  readonly end: number
}

/**
 * Nothing when all of it is to be sent: without the header, with one that is malformed or in another unit, and
 * with several ranges, which a server may ignore and no boot firmware sends.
 */
export const partOf = (size: number, range: string | undefined): Part | 'unsatisfiable' | undefined => {
  const [, first = '', last = ''] = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(range ?? '') ?? []
  if (first === '') return last === '' ? undefined : ending(size, Number(last))
  const [start, end] = [Number(first), last === '' ? size : Math.min(Number(last) + 1, size)]
  if (last !== '' && Number(last) < start) return undefined
  return start < size ? { start, end } : 'unsatisfiable'
}

const ending = (size: number, length: number): Part | 'unsatisfiable' =>
  length === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - length), end: size }
