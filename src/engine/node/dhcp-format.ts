/**
 * Replies through the `dhcp` package.
 *
 * Trusted with: the option table of RFC 2132 and the encoding of options. Not trusted with:
 * - decoding: it accepts a wrong cookie, skips two bytes for a pad, ignores option lengths, drops what it does not
 *   know with a line on stderr. Ours is `protocol/dhcp/decode.ts`.
 * - its Server: it dies on an ordinary PXE DISCOVER.
 * - options it has no entry for (it throws): those are written as they are.
 * - numbers and texts that do not fit (it throws, prints or truncates), so everything is checked before.
 * - the size of the packet: 300 bytes at least, because some relays and ROMs drop shorter ones (RFC 1542), and
 *   1472 at most, because many ROMs have no reassembly.
 * - speed: it takes addresses apart as text and 1500 fresh bytes for every reply, and a rack asks all at once. The
 *   header is ours, and a group of options that was made once is formatted once (docs/decisions).
 */
import type { OptionValue } from 'dhcp'
import options from 'dhcp/lib/options.js'
import SeqBuffer from 'dhcp/lib/seqbuffer.js'
import { ipv4At } from '../protocol/address.ts'
import { latin1 } from '../protocol/bytes.ts'
import { optionsAt, writeHeader } from '../protocol/dhcp/header.ts'
import { concatenate } from '../protocol/dhcp/options.ts'
import type { DhcpReply, Option, Options } from '../protocol/dhcp/packet.ts'

const shortest = 300
const longest = 1472
const endMark = 255

/** Options in the order given: their message first, what a relay added last (RFC 3046). */
export const createDhcpFormat = (): ((reply: DhcpReply) => Uint8Array) => {
  const format = createGroupFormat()
  const zeros = createZeros()
  return reply => {
    const groups = reply.options.map(format)
    const bytes = zeros(Math.max(sizeOf(groups, reply), shortest))
    writeHeader(bytes, reply)
    let at = optionsAt
    for (const group of groups) {
      bytes.set(group, at)
      at += group.length
    }
    for (const option of reply.own) at = writeAsIs(bytes, at, option)
    bytes[at] = endMark
    return bytes
  }
}

/** Fresh bytes, all zero: cut from larger pieces, which come so from the system. */
const createZeros = (): ((length: number) => Uint8Array) => {
  let piece = new ArrayBuffer(0)
  let used = 0
  return length => {
    if (used + length > piece.byteLength) {
      piece = new ArrayBuffer(64 * 1024)
      used = 0
    }
    used += length
    return new Uint8Array(piece, used - length, length)
  }
}

/** Most groups are the same for every machine, or for every packet of one. */
const createGroupFormat = (): ((group: Options) => Uint8Array) => {
  const formatted = new WeakMap<Options, Uint8Array>()
  return group => {
    const known = formatted.get(group)
    if (known !== undefined) return known
    const bytes = concatenate(group.map(formatOption))
    formatted.set(group, bytes)
    return bytes
  }
}

const formatOption = (option: Option): Uint8Array => {
  const [code, value] = option
  const bytes = Buffer.alloc(lengthOf(option))
  if (options.opts[code] === undefined) writeAsIs(bytes, 0, option)
  else new SeqBuffer(bytes).addOptions({ [code]: packageValue(code, value) })
  return bytes
}

const writeAsIs = (bytes: Uint8Array, at: number, [code, value]: Option): number => {
  bytes[at] = code
  bytes[at + 1] = value.length
  bytes.set(value, at + 2)
  return at + 2 + value.length
}

/** Behind its code and its length. */
const lengthOf = ([code, { length }]: Option): number => {
  if (length === 0 || length > 255) throw new RangeError(`DHCP option ${code} of ${length} bytes`)
  return 2 + length
}

/** Raw bytes in the type the package's table asks for. */
const packageValue = (code: number, value: Uint8Array): OptionValue => {
  switch (options.opts[code]?.type) {
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
      return asNumber(value)
    case 'IP':
      return ipv4At(value, 0)
    case 'IPs':
      return asAddresses(value)
    case 'ASCII':
      return latin1(value)
    default:
      return [...value]
  }
}

const asNumber = (value: Uint8Array): number => value.reduce((number, byte) => number * 256 + byte, 0)

const asAddresses = (value: Uint8Array): readonly string[] =>
  Array.from({ length: value.length / 4 }, (_, n) => ipv4At(value, n * 4))

/** Throws at what would be cut or thrown inside; our own replies never are like that, so it is a bug. */
const sizeOf = (groups: readonly Uint8Array[], { own, file }: DhcpReply): number => {
  let size = optionsAt + 1
  for (const { length } of groups) size += length
  for (const option of own) size += lengthOf(option)
  if (size > longest) throw new RangeError(`a DHCP reply of ${size} bytes is longer than ${longest}`)
  if (file.length > 127) throw new RangeError('a DHCP boot file of more than 127 characters')
  return size
}
