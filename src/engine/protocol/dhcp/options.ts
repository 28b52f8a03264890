/** The options field: code, length, value; values split over several entries are joined (RFC 3396). */
import { option } from './codes.ts'
import type { PacketOptions } from './packet.ts'
import { Reader } from './reader.ts'

/**
 * A field as it lies in the packet. It brings a dozen options, of which a few are asked for: to walk there over the
 * others costs less than to write down where each one stands.
 */
class OptionsField implements PacketOptions {
  readonly #bytes: Uint8Array
  readonly #from: number

  constructor(bytes: Uint8Array, from: number) {
    this.#bytes = bytes
    this.#from = from
  }

  get(code: number): Uint8Array | undefined {
    const bytes = this.#bytes
    for (let at = this.#from; at < bytes.length; at = nextAfter(bytes, at)) {
      if (bytes[at] === code) return valueAt(bytes, at)
      if (bytes[at] === option.end) return undefined
    }
    return undefined
  }

  *[Symbol.iterator](): Iterator<readonly [number, Uint8Array]> {
    const bytes = this.#bytes
    for (let at = this.#from; at < bytes.length; at = nextAfter(bytes, at)) {
      const code = bytes[at] as number
      if (code === option.end) return
      if (code !== option.pad) yield [code, valueAt(bytes, at)]
    }
  }
}

const nextAfter = (bytes: Uint8Array, at: number): number =>
  bytes[at] === option.pad ? at + 1 : at + 2 + (bytes[at + 1] ?? bytes.length)

const valueAt = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.subarray(at + 2, at + 2 + (bytes[at + 1] as number))

/** More than any client sends; so many are walked over in no time, however often. */
const mostInField = 32

/** In which walk a code was met last. */
const metIn = new Uint32Array(256)
let walk = 0

/**
 * The options from there to the end of the packet, when they are as nearly always: whole, in one piece each, and
 * without any that lie elsewhere (52). For others, `OptionCollector`.
 */
export const plainOptions = (bytes: Uint8Array, from: number): PacketOptions | undefined => {
  walk = (walk + 1) >>> 0
  let steps = 0
  for (let at = from; at < bytes.length && bytes[at] !== option.end; ) {
    const code = bytes[at] as number
    if (code === option.overload || metIn[code] === walk || ++steps > mostInField) return undefined
    if (code !== option.pad) metIn[code] = walk
    at = nextAfter(bytes, at)
    if (at > bytes.length) return undefined
  }
  return new OptionsField(bytes, from)
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
