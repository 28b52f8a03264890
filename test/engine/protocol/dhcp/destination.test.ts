import { describe, expect, test } from 'vitest'
import { decodeDhcp } from '../../../../src/engine/protocol/dhcp/decode.ts'
import { destinationOf } from '../../../../src/engine/protocol/dhcp/destination.ts'
import { hereAt, nakReply } from '../../../../src/engine/protocol/dhcp/reply.ts'
import { bootPacket, type Fields } from './packets.ts'

const ports = { client: 68, relay: 67 }
const here = hereAt({ address: '10.0.0.1', url: '' })

const to = (fields: Fields, kind: 'ack' | 'nak' = 'ack') => {
  const decoded = decodeDhcp(bootPacket('request', 'x', fields))
  if (!decoded.ok) throw new Error(decoded.why)
  const nak = nakReply(decoded.packet, here, '')
  return destinationOf(decoded.packet, { ...nak, message: kind }, ports)
}

describe('where a reply goes', () => {
  test.each([
    [{}, 'ack', '255.255.255.255', 68],
    [{ flags: 0x8000 }, 'ack', '255.255.255.255', 68],
    [{ ciaddr: '10.0.0.7' }, 'ack', '10.0.0.7', 68],
    [{ ciaddr: '10.0.0.7' }, 'nak', '255.255.255.255', 68],
    [{ giaddr: '10.0.20.1' }, 'ack', '10.0.20.1', 67],
    [{ giaddr: '10.0.20.1', ciaddr: '10.0.20.7', flags: 0x8000 }, 'ack', '10.0.20.1', 67],
    [{ giaddr: '10.0.20.1', ciaddr: '10.0.20.7' }, 'nak', '10.0.20.1', 67],
  ] as const)('%j, %s: %s:%i', (fields, kind, address, port) => {
    expect(to(fields, kind)).toEqual({ address, port })
  })
})
