/** What the trace says of a packet and its answer, in one line. */
import { declinedBecause } from '../../boot.ts'
import { formatIpv4 } from '../../protocol/address.ts'
import { option } from '../../protocol/dhcp/codes.ts'
import { textOf } from '../../protocol/dhcp/decode.ts'
import { quoted } from '../../protocol/dhcp/describe.ts'
import type { DhcpPacket } from '../../protocol/dhcp/packet.ts'
import type { BootRequest } from '../../protocol/dhcp/request.ts'
import type { Outcome } from './answer.ts'

/** `BIOS`, `UEFI x64`, `UEFI x64 (HTTP boot)`, `iPXE on BIOS`. */
export const firmwareName = ({ firmware, transport, stage }: BootRequest): string => {
  const kind = firmware === 'bios' ? 'BIOS' : firmware === 'unknown' ? 'unknown firmware' : `UEFI ${firmware}`
  if (stage === 'ipxe') return `iPXE on ${kind}`
  return transport === 'http' ? `${kind} (HTTP boot)` : kind
}

/** `DISCOVER from UEFI x64: OFFER, boot bc-24-11-d0-28-34/snponly.efi`. */
export const traceLine = (packet: DhcpPacket, outcome: Outcome, reply: DhcpPacket | null): string =>
  `${packet.message.toUpperCase()} from ${asker(packet, outcome)}: ${reply ? given(reply) : silent(outcome)}`

const asker = (packet: DhcpPacket, outcome: Outcome): string => {
  if ('request' in outcome) return firmwareName(outcome.request)
  const vendorClass = textOf(packet.options.get(option.vendorClass))
  return vendorClass === '' ? packet.mac : quoted(vendorClass.slice(0, 64))
}

const silent = (outcome: Outcome): string => {
  if (!('why' in outcome)) return 'not answered'
  return `not answered, ${outcome.type === 'declined' ? declinedBecause[outcome.why] : outcome.why}`
}

const given = (reply: DhcpPacket): string => {
  const { yiaddr, file } = reply
  const message = reply.message.toUpperCase()
  return `${message}${yiaddr === 0 ? '' : ` ${formatIpv4(yiaddr)}`}${file === '' ? '' : `, boot ${file}`}`
}
