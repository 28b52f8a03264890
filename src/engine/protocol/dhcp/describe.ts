/** A decoded packet as lines of text, for the boot trace. Nothing of it can steer a terminal. */
import { formatIpv4, ipv4At } from '../address.ts'
import { hex as digits, latin1 } from '../bytes.ts'
import { firmwareOf, preferredArch } from './arch.ts'
import { messages, option } from './codes.ts'
import { optionNames, type Shown } from './option-names.ts'
import { innerOptions } from './options.ts'
import type { DhcpPacket } from './packet.ts'
import { isUuid, uuidText } from './uuid.ts'

export const describePacket = (packet: DhcpPacket): readonly string[] => [
  `${packet.message.toUpperCase()} ${packet.op === 'request' ? 'from' : 'to'} ${packet.mac}, ${header(packet)}`,
  ...addresses(packet),
  ...fields(packet),
  ...[...packet.options].filter(([code]) => code !== option.message).map(describeOption),
]

const header = ({ xid, secs, flags, hops }: DhcpPacket): string =>
  [
    `xid 0x${xid.toString(16).padStart(8, '0')}`,
    ...(secs > 0 ? [`${secs} s`] : []),
    ...(hops > 0 ? [`${hops} hops`] : []),
    ...(flags & 0x8000 ? ['broadcast'] : []),
  ].join(', ')

const addresses = (packet: DhcpPacket): readonly string[] =>
  (
    [
      ['client', packet.ciaddr],
      ['your', packet.yiaddr],
      ['server', packet.siaddr],
      ['relay', packet.giaddr],
    ] as const
  ).flatMap(([name, address]) => (address === 0 ? [] : [`  ${name} address: ${formatIpv4(address)}`]))

const fields = ({ sname, file }: DhcpPacket): readonly string[] => [
  ...(sname === '' ? [] : [`  server name field: ${quoted(sname)}`]),
  ...(file === '' ? [] : [`  file field: ${quoted(file)}`]),
]

const describeOption = ([code, value]: readonly [number, Uint8Array]): string => {
  const [name, shown] = optionNames[code] ?? ['unknown', 'hex']
  return `  ${code} ${name}: ${show[shown](value)}`
}

const show: Readonly<Record<Shown, (value: Uint8Array) => string>> = {
  text: value => quoted(latin1(value)),
  addresses: value => {
    if (value.length === 0 || value.length % 4 !== 0) return hex(value)
    return Array.from({ length: value.length / 4 }, (_, i) => ipv4At(value, i * 4)).join(' ')
  },
  number: value => (value.length > 4 ? hex(value) : String(value.reduce((sum, byte) => sum * 256 + byte, 0))),
  list: value => value.join(' '),
  message: value => messages[value[0] ?? 0] ?? hex(value),
  arch: value => {
    const arch = preferredArch(value)
    return arch === undefined ? hex(value) : `${arch} (${firmwareOf(arch)})`
  },
  uuid: value => (isUuid(value) ? uuidText(value) : hex(value)),
  inner: value => {
    const inner = innerOptions(value)
    if (inner === undefined) return hex(value)
    return [...inner].map(([code, bytes]) => `${code}=${hex(bytes)}`).join(' ')
  },
  hex: value => hex(value),
}

const hex = (value: Uint8Array): string =>
  value.length === 0 ? '(empty)' : Array.from(value, byte => digits[byte]).join('')

/** Printable ASCII stays; everything else becomes `\xNN`. */
export const quoted = (text: string): string => {
  const safe = text.replace(
    /[^ !#-[\]-~]/g,
    char => `\\x${(char.charCodeAt(0) & 255).toString(16).padStart(2, '0')}`,
  )
  return `"${safe}"`
}
