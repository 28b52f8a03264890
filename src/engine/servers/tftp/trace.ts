/** What the trace says of a transfer: the request and our answer, its progress, and how it ended. */
import type { Exchanged } from '../../events.ts'
import { printable } from '../../protocol/text.ts'
import type { Terms } from '../../protocol/tftp/options.ts'
import type { TftpError, TftpOptions, TftpRequest } from '../../protocol/tftp/packet.ts'
import { delivered, type Transfer } from '../../protocol/tftp/transfer.ts'
import type { Peer } from '../../world.ts'

const exchanged = (line: string, detail: readonly string[]): Exchanged => ({
  type: 'exchanged',
  protocol: 'tftp',
  line,
  detail,
})

export const served = (request: TftpRequest, peer: Peer, terms: Terms): Exchanged => {
  const answer = terms.granted.size > 0 ? `OACK${listed(terms.granted)}` : 'DATA 1'
  return exchanged(`${spoken(request)} → ${answer}`, [
    ...asked(request, peer),
    `answer ${answer}`,
    `file ${terms.size} bytes in blocks of ${terms.blockSize}, ${terms.window} ahead`,
  ])
}

export const refused = (request: TftpRequest, peer: Peer, code: number, why: string): Exchanged =>
  exchanged(`${spoken(request)} → ERROR ${code} ${printable(why)}`, [
    ...asked(request, peer),
    `answer ERROR ${code} ${printable(why)}`,
  ])

export const over = (
  name: string,
  peer: Peer,
  transfer: Transfer,
  sent: number,
  error?: TftpError,
): Exchanged =>
  exchanged(`${printable(name)} ${outcome(transfer)}`, [
    `from ${peer.address} port ${peer.port}`,
    ...(error ? [`ERROR ${error.code} ${printable(error.message)}`] : []),
    `${delivered(transfer)} of ${transfer.terms.size} bytes acknowledged`,
    `${sent} blocks sent, ${transfer.last} needed`,
  ])

const outcome = (transfer: Transfer): string => {
  switch (transfer.ending) {
    case 'delivered':
      return `delivered, ${transfer.terms.size} bytes`
    case 'probed':
      return 'asked for its size only'
    case 'refused':
      return `broken off after ${delivered(transfer)} of ${transfer.terms.size} bytes`
    case 'unreadable':
      return `could not be read after ${delivered(transfer)} of ${transfer.terms.size} bytes`
    case 'silent':
      return `given up: no acknowledgement after ${delivered(transfer)} of ${transfer.terms.size} bytes`
    case null:
      return 'under way'
    default:
      return transfer.ending satisfies never
  }
}

const spoken = ({ file, options }: TftpRequest): string => `RRQ ${printable(file)}${listed(options)}`

const asked = (request: TftpRequest, { address, port }: Peer): readonly string[] => [
  `from ${address} port ${port}`,
  `RRQ ${printable(request.file)} ${printable(request.mode)}`,
  ...[...request.options].map(([name, value]) => `  ${printable(name)} ${printable(value)}`),
]

const listed = (options: TftpOptions): string =>
  [...options].map(([name, value]) => ` ${printable(name, 20)} ${printable(value, 20)}`).join('')
