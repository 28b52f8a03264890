/**
 * Replies through the `dhcp` package.
 *
 * Trusted with: the option table of RFC 2132 and the encoding of options. Not trusted with:
 * - decoding: it accepts a wrong cookie, skips two bytes for a pad, ignores option lengths, drops what it does not
 *   know with a line on stderr. Ours is `protocol/dhcp/decode.ts`.
 * - its Server: it dies on an ordinary PXE DISCOVER.
 * - options it has no entry for (82, 93, 94, 97, 175: it throws), so they are registered as raw bytes first;
 *   numbers and texts that do not fit (it throws, prints or truncates), so everything is checked before.
 * - the size of the packet: 300 bytes at least, because some relays and ROMs drop shorter ones (RFC 1542), and
 *   1472 at most, because many ROMs have no reassembly.
 * - speed: it takes addresses apart as text and 1500 fresh bytes for every reply, and a rack asks all at once. The
 *   header is ours, and an option that is the same as in the last reply is not asked for again (docs/decisions).
 */
import dhcp, { type OptionValue } from 'dhcp'
import options from 'dhcp/lib/options.js'
import SeqBuffer from 'dhcp/lib/seqbuffer.js'
import { ipv4At } from '../protocol/address.ts'
import { optionsAt, writeHeader } from '../protocol/dhcp/header.ts'
import type { DhcpReply } from '../protocol/dhcp/packet.ts'

const shortest = 300
const longest = 1472
const endMark = 255

/** Options in the order given: their message first, what a relay added last (RFC 3046). */
export const createDhcpFormat = (): ((reply: DhcpReply) => Uint8Array) => {
  registerRaw([82, 93, 94, 97, 175])
  const formatOption = createOptionFormat()
  return reply => {
    const bytes = Buffer.allocUnsafe(Math.max(sizeOf(reply), shortest)).fill(0)
    writeHeader(bytes, reply)
    let at = optionsAt
    for (const [code, value] of reply.options) {
      const option = formatOption(code, value)
      bytes.set(option, at)
      at += option.length
    }
    bytes[at] = endMark
    return bytes
  }
}

/** The table is the package's own and shared: adding the same entries twice is harmless. */
const registerRaw = (codes: readonly number[]): void => {
  for (const code of codes) dhcp.addOption(code, { name: `Option ${code}`, type: 'UInt8s' })
}

/** Of each option the last one stays: most are the same for every machine of a network. */
const createOptionFormat = (): ((code: number, value: Uint8Array) => Uint8Array) => {
  const last = new Map<number, Uint8Array>()
  const scratch = Buffer.alloc(257)
  return (code, value) => {
    const known = last.get(code)
    if (known !== undefined && holds(known, value)) return known
    new SeqBuffer(scratch).addOptions({ [code]: packageValue(code, value) })
    const bytes = new Uint8Array(scratch.subarray(0, 2 + value.length))
    last.set(code, bytes)
    return bytes
  }
}

/** Behind its code and its length. */
const holds = (option: Uint8Array, value: Uint8Array): boolean => {
  if (option.length !== value.length + 2) return false
  for (let at = 0; at < value.length; at++) if (option[at + 2] !== value[at]) return false
  return true
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
      return asText(value)
    default:
      return asArray(value)
  }
}

// Loops, because spreading a typed array takes ten times as long, and this is done for every option of every reply.

const asNumber = (value: Uint8Array): number => {
  let number = 0
  for (const byte of value) number = number * 256 + byte
  return number
}

const asAddresses = (value: Uint8Array): readonly string[] => {
  const addresses: string[] = []
  for (let at = 0; at < value.length; at += 4) addresses.push(ipv4At(value, at))
  return addresses
}

const asText = (value: Uint8Array): string => {
  let text = ''
  for (const byte of value) text += String.fromCharCode(byte)
  return text
}

const asArray = (value: Uint8Array): readonly number[] => {
  const bytes: number[] = []
  for (const byte of value) bytes.push(byte)
  return bytes
}

/** Throws at what would be cut or thrown inside; our own replies never are like that, so it is a bug. */
const sizeOf = (reply: DhcpReply): number => {
  let size = 241
  for (const [code, { length }] of reply.options) {
    if (length === 0 || length > 255) throw new RangeError(`DHCP option ${code} of ${length} bytes`)
    size += 2 + length
  }
  if (size > longest) throw new RangeError(`a DHCP reply of ${size} bytes is longer than ${longest}`)
  if (!/^[ -~]{0,127}$/.test(reply.file)) throw new RangeError('a DHCP boot file of more than 127 characters')
  return size
}
