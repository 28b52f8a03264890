/** The options field: code, length, value; values split over several entries are joined (RFC 3396). */
import { option } from './codes.ts'
import type { PacketOptions } from './packet.ts'
import { Reader } from './reader.ts'

/**
 * A field as it lies in the packet: where each option stands. A packet brings a dozen, of which a few are asked for;
 * the others cost nothing.
 */
class OptionsField implements PacketOptions {
  readonly #bytes: Uint8Array
  readonly #codes: readonly number[]
  readonly #places: readonly number[]

  constructor(bytes: Uint8Array, codes: readonly number[], places: readonly number[]) {
    this.#bytes = bytes
    this.#codes = codes
    this.#places = places
  }

  get(code: number): Uint8Array | undefined {
    const nth = this.#codes.indexOf(code)
    return nth < 0 ? undefined : this.#value(nth)
  }

  *[Symbol.iterator](): Iterator<readonly [number, Uint8Array]> {
    for (const [nth, code] of this.#codes.entries()) yield [code, this.#value(nth)]
  }

  #value(nth: number): Uint8Array {
    const at = this.#places[nth] as number
    return this.#bytes.subarray(at + 2, at + 2 + (this.#bytes[at + 1] as number))
  }
}

/** More than any client sends; and so many are still compared each with each in no time. */
const mostInField = 32

/**
 * The options from there to the end of the packet, when they are as nearly always: whole, in one piece each, and
 * without any that lie elsewhere (52). For others, `OptionCollector`.
 */
export const plainOptions = (bytes: Uint8Array, from: number): PacketOptions | undefined => {
  const codes: number[] = []
  const places: number[] = []
  for (let at = from; at < bytes.length; ) {
    const code = bytes[at] as number
    if (code === option.end) break
    if (code === option.pad) at += 1
    else {
      if (code === option.overload || codes.length === mostInField || codes.includes(code)) return undefined
      codes.push(code)
      places.push(at)
      at += 2 + (bytes[at + 1] ?? bytes.length)
      if (at > bytes.length) return undefined
    }
  }
  return new OptionsField(bytes, codes, places)
}

export class OptionCollector {
  readonly options = new Map<number, Uint8Array>()
  /** Parts after the first, kept aside: joining as they come would cost the square of their number. */
  #more: Map<number, Uint8Array[]> | undefined

  /** Whether the field was whole. A missing end mark is forgiven: many clients forget it. */
  collect(bytes: Uint8Array, from: number, to: number): boolean {
    const reader = new Reader(bytes, from, to)
    while (reader.left > 0) {
      const code = reader.uint8()
      if (code === option.pad) continue
      if (code === option.end) return true
      const value = reader.take(reader.uint8())
      if (reader.truncated) return false
      this.#add(code, value)
    }
    return true
  }

  join(): ReadonlyMap<number, Uint8Array> {
    for (const [code, parts] of this.#more ?? []) {
      this.options.set(code, concatenate([this.options.get(code) ?? new Uint8Array(0), ...parts]))
    }
    this.#more = undefined
    return this.options
  }

  #add(code: number, value: Uint8Array): void {
    if (!this.options.has(code)) {
      this.options.set(code, value)
      return
    }
    this.#more ??= new Map()
    const parts = this.#more.get(code)
    if (parts === undefined) this.#more.set(code, [value])
    else parts.push(value)
  }
}

export const concatenate = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** The options inside an option (43, 175): the same shape, one level down. Nothing when it is broken. */
export const innerOptions = (bytes: Uint8Array): ReadonlyMap<number, Uint8Array> | undefined => {
  const collector = new OptionCollector()
  return collector.collect(bytes, 0, bytes.length) ? collector.join() : undefined
}
