import { expect, test } from 'vitest'
import { decodeDhcp } from '../../../../src/engine/protocol/dhcp/decode.ts'
import { describePacket, quoted } from '../../../../src/engine/protocol/dhcp/describe.ts'
import { bytesOf, packetBytes } from './packets.ts'

const lines = (bytes: Uint8Array): readonly string[] => {
  const decoded = decodeDhcp(bytes)
  if (!decoded.ok) throw new Error(decoded.why)
  return describePacket(decoded.packet)
}

test('nothing from the wire can steer a terminal', () => {
  const nasty = '\u001b]0;x\u0007\r\n\u009b2J"\\'
  const text = lines(
    packetBytes({
      file: bytesOf(nasty),
      sname: bytesOf(nasty),
      options: [
        [12, bytesOf(nasty)],
        [60, bytesOf(nasty)],
        [199, bytesOf(nasty)],
      ],
    }),
  ).join('')
  expect(text).toMatch(/^[ -~]*$/)
  expect(text).toContain('12 host name: "\\x1b]0;x\\x07\\x0d\\x0a\\x9b2J\\x22\\x5c"')
})

test('values that do not fit their option are shown as they are', () => {
  const text = lines(
    packetBytes({
      options: [
        [3, [10, 0, 0]],
        [51, [1, 2, 3, 4, 5]],
        [93, [7]],
        [97, [1, 2]],
        [43, [6, 9]],
        [12, []],
      ],
    }),
  )
  expect(text).toEqual([
    'NONE from 52:54:00:77:00:01, xid 0x01020304',
    '  3 routers: 0a0000',
    '  51 lease time: 0102030405',
    '  93 architecture: 07',
    '  97 UUID: 0102',
    '  43 vendor options: 0609',
    '  12 host name: ""',
  ])
})

test('quoting is readable where it can be', () => {
  expect(quoted('http://10.0.0.1/boot.ipxe')).toBe('"http://10.0.0.1/boot.ipxe"')
})
