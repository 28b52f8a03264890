/** 200,000 packets nobody should send: none throws, none prints, and what decodes goes on without throwing. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createDhcpFormat } from '../../../../src/engine/node/dhcp-format.ts'
import { decodeDhcp } from '../../../../src/engine/protocol/dhcp/decode.ts'
import { describePacket } from '../../../../src/engine/protocol/dhcp/describe.ts'
import { readRequest } from '../../../../src/engine/protocol/dhcp/read-request.ts'
import { bootReply, hereAt } from '../../../../src/engine/protocol/dhcp/reply.ts'
import { luckOf } from '../../../../src/lab/simulated/luck.ts'
import { captures, dhcpIn } from '../../../captures/pcap.ts'
import { bootPacket, packetBytes, uuidOption } from './packets.ts'

const here = hereAt({ address: '10.0.0.1', url: 'http://10.0.0.1' })

const randomFrom = (seed: number): ((below: number) => number) => {
  const luck = luckOf(seed)
  return below => Math.floor(luck() * below)
}

const seeds = [
  ...captures.flatMap(name => dhcpIn(name).map(({ payload }) => payload)),
  packetBytes({ tail: [52, 1, 3, 255], file: [67, 2, 1, 1, 255], sname: [60, 1, 7, 255] }),
  bootPacket('discover', 'PXEClient:Arch:00007', { options: [uuidOption, [82, Array(255).fill(1)]] }),
]

const mutated = (random: (below: number) => number): Uint8Array => {
  const bytes = Uint8Array.from(seeds[random(seeds.length)] as Uint8Array)
  for (let i = 1 + random(12); i > 0; i--) {
    // Mostly among the options, where lengths and codes live.
    const at = random(4) === 0 ? random(bytes.length) : 240 + random(Math.max(1, bytes.length - 240))
    bytes[at % bytes.length] = random(3) === 0 ? 255 : random(256)
  }
  return random(4) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes
}

const garbage = (random: (below: number) => number): Uint8Array =>
  Uint8Array.from({ length: random(600) }, () => random(256))

const format = createDhcpFormat()

/** The whole way of a packet, as the server would take it; returns how far it came. */
const follow = (bytes: Uint8Array): 'refused' | 'described' | 'answered' => {
  const decoded = decodeDhcp(bytes)
  if (!decoded.ok) return decoded.why === '' ? 'described' : 'refused'
  const { packet } = decoded
  describePacket(packet)
  const read = readRequest(packet)
  if (!read.ok) return 'described'
  const answer = bootReply({ packet, request: read.request, here, form: 'auto', bootFile: null, grant: null })
  if (answer.ok) format(answer.reply)
  return 'answered'
}

describe('garbage', () => {
  const output = { stdout: vi.spyOn(process.stdout, 'write'), stderr: vi.spyOn(process.stderr, 'write') }
  const consoles = (['log', 'warn', 'error'] as const).map(name => vi.spyOn(console, name))
  beforeEach(() => {
    for (const spy of [output.stdout, output.stderr, ...consoles]) spy.mockClear()
  })
  afterEach(() => {
    for (const spy of [output.stdout, output.stderr, ...consoles]) spy.mockRestore()
  })

  test('200,000 random and mutated packets', () => {
    const random = randomFrom(20_251_120)
    const came = { refused: 0, described: 0, answered: 0 }
    for (let i = 0; i < 200_000; i++) came[follow(i % 4 === 0 ? garbage(random) : mutated(random))]++
    for (const spy of [output.stdout, output.stderr, ...consoles]) expect(spy).not.toHaveBeenCalled()
    expect(came.refused).toBeGreaterThan(50_000)
    expect(came.described).toBeGreaterThan(10_000)
    expect(came.answered).toBeGreaterThan(10_000)
  }, 120_000)
})
