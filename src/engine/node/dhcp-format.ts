/**
 * Replies through the `dhcp` package.
 *
 * Trusted with: the option table of RFC 2132 and the encoding of header and options. Not trusted with:
 * - decoding: it accepts a wrong cookie, skips two bytes for a pad, ignores option lengths, drops what it does not
 *   know with a line on stderr. Ours is `protocol/dhcp/decode.ts`.
 * - its Server: it dies on an ordinary PXE DISCOVER.
 * - options it has no entry for (82, 93, 94, 97, 175: it throws), so they are registered as raw bytes first;
 *   numbers and texts that do not fit (it throws, prints or truncates), so everything is checked before.
 * - the size of the packet: 300 bytes at least, because some relays and ROMs drop shorter ones (RFC 1542), and
 *   1472 at most, because many ROMs have no reassembly.
 */
import dhcp, { type OptionValue, type Reply } from 'dhcp'
import options from 'dhcp/lib/options.js'
import protocol from 'dhcp/lib/protocol.js'
import { ipv4At } from '../protocol/address.ts'
import type { DhcpReply } from '../protocol/dhcp/packet.ts'

const shortest = 300
const longest = 1472

export const createDhcpFormat = (): ((reply: DhcpReply) => Uint8Array) => {
  registerRaw([82, 93, 94, 97, 175])
  return reply => {
    refuse(reply)
    const written = protocol.format(packageReply(reply))
    return written._data.subarray(0, Math.max(written._w, shortest))
  }
}

/** The table is the package's own and shared: adding the same entries twice is harmless. */
const registerRaw = (codes: readonly number[]): void => {
  for (const code of codes) dhcp.addOption(code, { name: `Option ${code}`, type: 'UInt8s' })
}

const packageReply = (reply: DhcpReply): Reply => ({
  op: 2,
  htype: 1,
  hlen: 6,
  hops: 0,
  xid: reply.xid,
  secs: reply.secs,
  flags: reply.flags,
  ciaddr: reply.ciaddr,
  yiaddr: reply.yiaddr,
  siaddr: reply.siaddr,
  giaddr: reply.giaddr,
  chaddr: reply.mac,
  sname: '',
  file: reply.file,
  options: packageOptions(reply.options),
})

const packageOptions = (raw: DhcpReply['options']): Reply['options'] => {
  const values: Reply['options'] = {}
  for (const [code, value] of raw) values[code] = packageValue(code, value)
  return values
}

/** Raw bytes in the type the package's table asks for. */
const packageValue = (code: number, value: Uint8Array): OptionValue => {
  switch (options.opts[code]?.type) {
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
      return value.reduce((sum, byte) => sum * 256 + byte, 0)
    case 'IP':
      return ipv4At(value, 0)
    case 'IPs':
      return Array.from({ length: value.length / 4 }, (_, i) => ipv4At(value, i * 4))
    case 'ASCII':
      return String.fromCharCode(...value)
    default:
      return Array.from(value)
  }
}

/** What would be cut or thrown inside; our own replies never are like that, so it is a bug. */
const refuse = (reply: DhcpReply): void => {
  let size = 241
  for (const [code, { length }] of reply.options) {
    if (length === 0 || length > 255) throw new RangeError(`DHCP option ${code} of ${length} bytes`)
    size += 2 + length
  }
  if (size > longest) throw new RangeError(`a DHCP reply of ${size} bytes is longer than ${longest}`)
  if (!/^[ -~]{0,127}$/.test(reply.file)) throw new RangeError('a DHCP boot file of more than 127 characters')
}
