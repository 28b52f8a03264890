/** TFTP packets (RFC 1350, 2347): bytes to facts and back. Whatever the bytes, nothing is thrown. */
import { latin1, uint16 } from '../bytes.ts'

export type TftpPacket =
  | ({ readonly kind: 'read' } & TftpRequest)
  | ({ readonly kind: 'write' } & TftpRequest)
  | { readonly kind: 'data'; readonly block: number; readonly bytes: Uint8Array }
  | { readonly kind: 'ack'; readonly block: number }
  | TftpError
  | { readonly kind: 'optionAck'; readonly options: TftpOptions }
  | { readonly kind: 'malformed'; readonly why: string }

export interface TftpError {
  readonly kind: 'error'
  readonly code: number
  readonly message: string
}

export interface TftpRequest {
  readonly file: string
  /** Lower case. */
  readonly mode: string
  readonly options: TftpOptions
}

/** Names in lower case; of a repeated one the first counts. */
export type TftpOptions = ReadonlyMap<string, string>

const opcodes = { read: 1, write: 2, data: 3, ack: 4, error: 5, optionAck: 6 } as const

export const errorCodes = {
  undefined: 0,
  notFound: 1,
  forbidden: 2,
  illegal: 4,
  unknownTransfer: 5,
  badOptions: 8,
} as const

export const decodeTftp = (bytes: Uint8Array): TftpPacket => {
  if (bytes.length < 4) return malformed(`${bytes.length} bytes are too few`)
  switch (uint16(bytes, 0)) {
    case opcodes.read:
      return request('read', bytes)
    case opcodes.write:
      return request('write', bytes)
    case opcodes.data:
      return { kind: 'data', block: uint16(bytes, 2), bytes: bytes.subarray(4) }
    case opcodes.ack:
      return { kind: 'ack', block: uint16(bytes, 2) }
    case opcodes.error:
      // Some clients leave out the zero at the end, or the text.
      return { kind: 'error', code: uint16(bytes, 2), message: strings(bytes, 4)[0] ?? '' }
    case opcodes.optionAck:
      return { kind: 'optionAck', options: pairs(strings(bytes, 2)) }
    default:
      return malformed(`there is no operation ${uint16(bytes, 0)}`)
  }
}

const malformed = (why: string) => ({ kind: 'malformed', why }) as const

/** RFC 2347 bounds a request to 512 bytes; some clients go over it, none over a packet. */
const longestRequest = 1_500

const request = (kind: 'read' | 'write', bytes: Uint8Array): TftpPacket => {
  if (bytes.length > longestRequest) return malformed(`a request of ${bytes.length} bytes`)
  const [file, mode, ...rest] = strings(bytes, 2)
  if (!file) return malformed('a request without a file name')
  if (!mode) return malformed('a request without a mode')
  return { kind, file, mode: mode.toLowerCase(), options: pairs(rest) }
}

/** Strings that end with a zero. A last one that lacks it was cut off, but is what it is. */
const strings = (bytes: Uint8Array, from: number): string[] => {
  const found: string[] = []
  const length = Math.min(bytes.length, longestRequest)
  for (let start = from; start < length; ) {
    const zero = bytes.indexOf(0, start)
    const end = zero === -1 || zero > length ? length : zero
    // NVT-ASCII by the book; byte by byte, so that a stray byte stays what it was.
    found.push(latin1(bytes.subarray(start, end)))
    start = end + 1
  }
  return found
}

const pairs = (texts: readonly string[]): TftpOptions => {
  const options = new Map<string, string>()
  for (let at = 0; at + 1 < texts.length; at += 2) {
    const name = (texts[at] ?? '').toLowerCase()
    if (name !== '' && !options.has(name)) options.set(name, texts[at + 1] ?? '')
  }
  return options
}

export const encodeRequest = (file: string, options: TftpOptions, mode = 'octet'): Uint8Array =>
  withStrings(opcodes.read, null, [file, mode, ...[...options].flat()])

export const encodeOptionAck = (options: TftpOptions): Uint8Array =>
  withStrings(opcodes.optionAck, null, [...options].flat())

export const encodeError = (code: number, message: string): Uint8Array =>
  withStrings(opcodes.error, code, [message])

export const encodeAck = (block: number): Uint8Array =>
  Uint8Array.of(0, opcodes.ack, (block >> 8) & 255, block & 255)

/**
 * `count` DATA packets from one stretch of a file, laid out in one piece of memory. Blocks count from 1 for
 * ever; the wire holds their last 16 bits. Only the last one may be short, or empty.
 */
export const encodeBlocks = (
  first: number,
  count: number,
  blockSize: number,
  bytes: Uint8Array,
): readonly Uint8Array[] => {
  const memory = new Uint8Array(4 * count + bytes.length)
  return Array.from({ length: count }, (_, nth) => {
    const content = bytes.subarray(nth * blockSize, (nth + 1) * blockSize)
    const start = nth * (4 + blockSize)
    memory[start + 1] = opcodes.data
    memory[start + 2] = ((first + nth) >> 8) & 255
    memory[start + 3] = (first + nth) & 255
    memory.set(content, start + 4)
    return memory.subarray(start, start + 4 + content.length)
  })
}

const withStrings = (opcode: number, code: number | null, texts: readonly string[]): Uint8Array => {
  const head = code === null ? [0, opcode] : [0, opcode, (code >> 8) & 255, code & 255]
  const body = texts.flatMap(text => [...[...text].map(character => character.charCodeAt(0) & 255), 0])
  return Uint8Array.from([...head, ...body])
}
