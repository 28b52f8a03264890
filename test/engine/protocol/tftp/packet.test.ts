import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  decodeTftp,
  encodeAck,
  encodeBlocks,
  encodeError,
  encodeOptionAck,
  encodeRequest,
} from '../../../../src/engine/protocol/tftp/packet.ts'

const ascii = (text: string): number[] => [...text].map(character => character.charCodeAt(0))

test('the request OVMF sends, byte by byte', () => {
  const bytes = Uint8Array.from([
    ...[0, 1], // read
    ...ascii('snponly.efi\0'),
    ...ascii('octet\0'),
    ...ascii('tsize\x000\0'),
    ...ascii('blksize\x001468\0'),
    ...ascii('windowsize\x004\0'),
  ])
  expect(decodeTftp(bytes)).toEqual({
    kind: 'read',
    file: 'snponly.efi',
    mode: 'octet',
    options: new Map([
      ['tsize', '0'],
      ['blksize', '1468'],
      ['windowsize', '4'],
    ]),
  })
})

test('modes and option names in any case; of a repeated option the first counts', () => {
  const bytes = Uint8Array.from([0, 1, ...ascii('a\0NetASCII\0BLKSIZE\x008\0blksize\x009\0')])
  expect(decodeTftp(bytes)).toMatchObject({ mode: 'netascii', options: new Map([['blksize', '8']]) })
})

test('an error without its zero, or without text, is still an error', () => {
  expect(decodeTftp(Uint8Array.from([0, 5, 0, 8, ...ascii('User aborted')]))).toEqual({
    kind: 'error',
    code: 8,
    message: 'User aborted',
  })
  expect(decodeTftp(Uint8Array.of(0, 5, 0, 8))).toMatchObject({ code: 8, message: '' })
})

test.each([
  [[], '0 bytes are too few'],
  [[0], '1 bytes are too few'],
  [[0, 9, 0, 0], 'there is no operation 9'],
  [[0, 1, 0, 0], 'a request without a file name'],
  [[0, 1, 97, 0], 'a request without a mode'],
  [[0, 1, 97, 98], 'a request without a mode'],
])('%j: %s', (bytes, why) => {
  expect(decodeTftp(Uint8Array.from(bytes))).toEqual({ kind: 'malformed', why })
})

test('a request longer than a packet is refused', () => {
  expect(decodeTftp(new Uint8Array(60_000).fill(1, 1))).toMatchObject({ kind: 'malformed' })
})

const word = fc.nat(0xffff)
const text = fc.string({
  unit: fc.integer({ min: 1, max: 255 }).map(code => String.fromCharCode(code)),
  maxLength: 40,
})
const options = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z]{1,12}$/), text), {
  selector: ([name]) => name,
})

test('what is written is read again', () => {
  fc.assert(
    fc.property(word, text, text, options, (number, file, message, asked) => {
      fc.pre(file !== '')
      const map = new Map(asked)
      expect(decodeTftp(encodeAck(number))).toEqual({ kind: 'ack', block: number })
      expect(decodeTftp(encodeError(number, message))).toEqual({ kind: 'error', code: number, message })
      expect(decodeTftp(encodeRequest(file, map))).toEqual({
        kind: 'read',
        file,
        mode: 'octet',
        options: map,
      })
      if (map.size > 0) expect(decodeTftp(encodeOptionAck(map))).toEqual({ kind: 'optionAck', options: map })
    }),
  )
})

test('blocks put together again are the file, numbered with 16 bits', () => {
  fc.assert(
    fc.property(
      fc.nat(200_000),
      fc.integer({ min: 8, max: 64 }),
      fc.uint8Array({ maxLength: 300 }),
      (first, size, file) => {
        const count = Math.floor(file.length / size) + 1
        const packets = encodeBlocks(first, count, size, file).map(decodeTftp)
        const data = packets.map(packet =>
          packet.kind === 'data' ? packet : { block: -1, bytes: new Uint8Array() },
        )
        expect(data.map(({ block }) => block)).toEqual(data.map((_, nth) => (first + nth) & 0xffff))
        expect(data.flatMap(({ bytes }) => [...bytes])).toEqual([...file])
      },
    ),
  )
})
