/** 200,000 random and mutated packets into the codec and the machine: none throws, none prints. */
import { afterEach, expect, test, vi } from 'vitest'
import { negotiate } from '../../../../src/engine/protocol/tftp/options.ts'
import {
  decodeTftp,
  encodeAck,
  encodeError,
  encodeOptionAck,
  encodeRequest,
} from '../../../../src/engine/protocol/tftp/packet.ts'
import { acknowledge, beginTransfer, breakOff, wait } from '../../../../src/engine/protocol/tftp/transfer.ts'
import { dice } from './network.ts'

afterEach(() => vi.restoreAllMocks())

const asked = new Map([
  ['tsize', '0'],
  ['blksize', '1468'],
  ['windowsize', '4'],
])
const valid = [
  encodeRequest('bc-24-11-d0-28-34/snponly.efi', asked),
  encodeAck(1),
  encodeError(8, 'User aborted the transfer'),
  encodeOptionAck(asked),
]

const mutate = (bytes: Uint8Array, chance: () => number): Uint8Array => {
  const mutant = bytes.slice(0, Math.ceil(bytes.length * Math.min(1, chance() * 1.5)))
  for (let changes = chance() * 4; changes > 0; changes--)
    mutant[Math.floor(chance() * mutant.length)] = chance() * 256
  return mutant
}

test('200,000 packets', () => {
  const prints = [
    vi.spyOn(process.stdout, 'write'),
    vi.spyOn(process.stderr, 'write'),
    vi.spyOn(console, 'log'),
    vi.spyOn(console, 'error'),
  ]
  const chance = dice(20_260_101)
  const seen = new Map<string, number>()
  let [transfer] = beginTransfer(negotiate(asked, 5_000_000, 1468), 0)
  for (let at = 0; at < 200_000; at++) {
    const random = Uint8Array.from({ length: chance() * 64 }, () => chance() * 256)
    const bytes = at % 4 === 0 ? random : mutate(valid[at % valid.length] ?? random, chance)
    const packet = decodeTftp(bytes)
    seen.set(packet.kind, (seen.get(packet.kind) ?? 0) + 1)
    const before = transfer
    if (packet.kind === 'ack') [transfer] = acknowledge(transfer, packet.block, at)
    else if (packet.kind === 'error') [transfer] = breakOff(transfer, packet.code)
    else if (packet.kind === 'read') [transfer] = beginTransfer(negotiate(packet.options, at, 1468), at)
    else [transfer] = wait(transfer, at)
    if (transfer.sent < transfer.acked || transfer.sent > transfer.last)
      throw new Error(JSON.stringify(before))
  }
  for (const print of prints) expect(print).not.toHaveBeenCalled()
  expect([...seen.keys()].sort()).toEqual(['ack', 'data', 'error', 'malformed', 'optionAck', 'read', 'write'])
})
