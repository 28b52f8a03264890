/**
 * JSON with places: `JSON.parse` says nothing about a key that stands twice, of which it keeps the last. A
 * host that vanishes that way is exactly what must not happen, so the site is read by this.
 */
import { type Path, shown, unprintable } from './path.ts'

export interface Spot {
  readonly line: number
  readonly column: number
}

export type Json =
  | {
      readonly ok: true
      readonly value: unknown
      readonly repeated: readonly (Spot & { readonly path: Path })[]
    }
  | ({ readonly ok: false; readonly reason: string } & Spot)

export const parseJson = (text: string): Json => {
  const reader = new Reader(text.replace(/^\ufeff/, ''))
  try {
    return { ok: true, value: reader.document(), repeated: reader.repeated }
  } catch (error) {
    if (error instanceof Unreadable)
      return { ok: false, reason: error.message, ...reader.spot(error.position) }
    throw error
  }
}

class Unreadable extends Error {
  readonly position: number
  constructor(reason: string, position: number) {
    super(reason)
    this.position = position
  }
}

/** Deeper than any site; keeps hostile nesting from using up the stack. */
const deepest = 64

class Reader {
  readonly repeated: (Spot & { path: Path })[] = []
  readonly #text: string
  #position = 0

  constructor(text: string) {
    this.#text = text
  }

  document(): unknown {
    const value = this.#value([])
    this.#skip()
    if (this.#position < this.#text.length) this.#stop('something follows after the end')
    return value
  }

  spot(position: number): Spot {
    const before = this.#text.slice(0, position)
    return { line: before.split('\n').length, column: position - before.lastIndexOf('\n') }
  }

  #value(path: Path): unknown {
    this.#skip()
    if (path.length > deepest) this.#stop(`nested deeper than ${deepest} levels`)
    const first = this.#text[this.#position]
    if (first === '{') return this.#object(path)
    if (first === '[') return this.#array(path)
    return first === '"' ? this.#string() : this.#word()
  }

  #object(path: Path): unknown {
    const entries = new Map<string, unknown>()
    this.#each('}', () => {
      const position = this.#position
      const key = this.#key()
      if (entries.has(key)) this.repeated.push({ path: [...path, key], ...this.spot(position) })
      if (!this.#take(':')) this.#stop('a colon is missing after the key')
      entries.set(key, this.#value([...path, key]))
    })
    return Object.fromEntries(entries)
  }

  /** Keys become names in messages and files; `__proto__` means something to all JavaScript that reads it. */
  #key(): string {
    if (this.#text[this.#position] !== '"') this.#stop('a key in double quotes is missing')
    const position = this.#position
    const key = this.#string()
    if (key === '__proto__' || unprintable.test(key))
      throw new Unreadable(`the key ${shown(key)} cannot be used`, position)
    return key
  }

  #array(path: Path): unknown {
    const items: unknown[] = []
    this.#each(']', () => items.push(this.#value([...path, items.length])))
    return items
  }

  /** The comma-separated inside of an object or a list. */
  #each(close: string, read: () => void): void {
    this.#position++
    if (this.#take(close)) return
    for (;;) {
      this.#skip()
      if (this.#text[this.#position] === close) this.#stop(`a comma stands before "${close}"`)
      read()
      if (this.#take(close)) return
      if (!this.#take(',')) this.#stop(`a comma or "${close}" is missing`)
    }
  }

  #string(): string {
    const start = this.#position++
    while (this.#position < this.#text.length && this.#text[this.#position] !== '"')
      this.#position += this.#text[this.#position] === '\\' ? 2 : 1
    this.#position++
    const text = parsed(this.#text.slice(start, this.#position))
    if (typeof text !== 'string')
      throw new Unreadable('the text in quotes does not end, or holds a wrong escape', start)
    return text
  }

  #word(): unknown {
    const word = /[^\s,\]}:"]{0,40}/y
    word.lastIndex = this.#position
    const text = word.exec(this.#text)?.[0] ?? ''
    const value = parsed(text)
    if (value === undefined) this.#stop(this.#complaint(text))
    this.#position += text.length
    return value
  }

  #complaint(word: string): string {
    if (this.#position >= this.#text.length) return 'the file ends too early'
    if (word.startsWith('//') || word.startsWith('/*') || word.startsWith('#')) return 'JSON has no comments'
    return word.startsWith("'") ? 'text stands in double quotes' : 'a value is missing or is none'
  }

  #take(character: string): boolean {
    this.#skip()
    const there = this.#text[this.#position] === character
    if (there) this.#position++
    return there
  }

  #skip(): void {
    const space = /[ \t\r\n]*/y
    space.lastIndex = this.#position
    space.exec(this.#text)
    this.#position = space.lastIndex
  }

  #stop(reason: string): never {
    throw new Unreadable(reason, this.#position)
  }
}

/** One text, number or word: that much is `JSON.parse`'s. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
