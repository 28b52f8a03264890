/**
 * Reads bytes in wire order. What is missing reads as zero and leaves a mark that stays, so that a decoder can
 * read several things and look for truncation once.
 */
export class Reader {
  readonly bytes: Uint8Array
  at: number
  readonly end: number
  truncated = false

  constructor(bytes: Uint8Array, from = 0, to = bytes.length) {
    this.bytes = bytes
    this.at = from
    this.end = to
  }

  get left(): number {
    return this.end - this.at
  }

  uint8(): number {
    return this.skip(1) ? (this.bytes[this.at - 1] as number) : 0
  }

  /** A view, not a copy. */
  take(length: number): Uint8Array {
    return this.skip(length) ? this.bytes.subarray(this.at - length, this.at) : nothing
  }

  skip(length: number): boolean {
    if (this.truncated || length > this.end - this.at) {
      this.truncated = true
      return false
    }
    this.at += length
    return true
  }
}

const nothing = new Uint8Array(0)
