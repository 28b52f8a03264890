import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeTftp } from '../../../../src/engine/protocol/tftp/packet.ts'
import { createPacketShelf } from '../../../../src/engine/servers/tftp/packets.ts'
import type { Source } from '../../../../src/engine/world.ts'

const content = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, at) => (at * 7) & 255)

const inMemory = (bytes: Uint8Array, reads: number[] = []): Source => ({
  size: bytes.length,
  read: (position, length) => {
    reads.push(length)
    return bytes.subarray(position, position + length)
  },
})

const fromDisk = (bytes: Uint8Array): Source => {
  const { size, read } = inMemory(bytes)
  return { size, read: async (position, length) => read(position, length) }
}

const text = (packets: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(
    packets.flatMap(packet => {
      const decoded = decodeTftp(packet)
      if (decoded.kind !== 'data') throw new Error(`not DATA: ${decoded.kind}`)
      return [...decoded.bytes]
    }),
  )

describe('whatever is asked for, in whatever order and how often', () => {
  const asks = fc.array(fc.tuple(fc.nat(20), fc.nat(8)), { minLength: 1, maxLength: 12 })
  const sources = [inMemory, fromDisk] as const

  test.each(sources)('%o: packets are the file, and numbered', source =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10_000 }), asks, async (size, windows) => {
        const bytes = content(size)
        const packets = createPacketShelf()(source(bytes), 512)
        const last = Math.floor(size / 512) + 1
        for (const [start, more] of windows) {
          const from = Math.min(start + 1, last)
          const to = Math.min(from + more, last)
          const given = await packets.of(from, to)
          expect(given.map(packet => ((packet[2] ?? 0) << 8) | (packet[3] ?? 0))).toEqual(
            Array.from({ length: to - from + 1 }, (_, nth) => from + nth),
          )
          expect(text(given)).toEqual(bytes.subarray((from - 1) * 512, to * 512))
        }
      }),
      { numRuns: 40 },
    ),
  )
})

test('a file is cut once for all who ask for blocks of the same size', () => {
  const reads: number[] = []
  const source = inMemory(content(5000), reads)
  const shelf = createPacketShelf()
  for (const machine of [1, 2, 3]) {
    expect(shelf(source, 1024).of(1, 4), `machine ${machine}`).toHaveLength(4)
    shelf(source, 1024).of(5, 5)
  }
  expect(reads).toEqual([4096, 904])
})

test('blocks smaller than any firmware asks for leave nothing behind', () => {
  const reads: number[] = []
  const source = inMemory(content(5000), reads)
  const shelf = createPacketShelf()
  shelf(source, 8).of(1, 4)
  shelf(source, 8).of(1, 4)
  expect(reads).toEqual([32, 32])
})

test('who tries many sizes is served, and only the first few are kept', () => {
  const reads: number[] = []
  const source = inMemory(content(5000), reads)
  const shelf = createPacketShelf()
  for (let blockSize = 512; blockSize < 612; blockSize++) {
    expect(text(shelf(source, blockSize).of(1, 2) as readonly Uint8Array[])).toHaveLength(2 * blockSize)
  }
  const before = reads.length
  shelf(source, 512).of(1, 2)
  expect(reads).toHaveLength(before)
  shelf(source, 611).of(1, 2)
  expect(reads).toHaveLength(before + 1)
})

test('a file that became shorter is no file any more', async () => {
  const shorter: Source = { size: 5000, read: () => content(10) }
  expect(() => createPacketShelf()(shorter, 512).of(1, 2)).toThrow('became shorter')
  const later: Source = { size: 5000, read: async () => content(10) }
  await expect(createPacketShelf()(later, 512).of(1, 2)).rejects.toThrow('became shorter')
})
