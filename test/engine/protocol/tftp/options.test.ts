import fc from 'fast-check'
import { expect, test } from 'vitest'
import { largestBlock, negotiate } from '../../../../src/engine/protocol/tftp/options.ts'

const terms = (options: Record<string, string>, size = 4_000, limit = 1468) =>
  negotiate(new Map(Object.entries(options)), size, limit)

test('nothing asked, nothing granted: 512 bytes in lockstep', () => {
  expect(terms({})).toEqual({ size: 4_000, blockSize: 512, window: 1, timeout: null, granted: new Map() })
})

test('what OVMF asks is granted as asked', () => {
  const { granted, blockSize, window } = terms({ tsize: '0', blksize: '1468', windowsize: '4' })
  expect([...granted]).toEqual([
    ['tsize', '4000'],
    ['blksize', '1468'],
    ['windowsize', '4'],
  ])
  expect([blockSize, window]).toEqual([1468, 4])
})

test('blocks are capped at what fits a packet, windows at what fits a buffer, timeout is echoed exactly', () => {
  const { granted } = terms({ blksize: '65464', windowsize: '65535', timeout: '7' })
  expect([...granted.values()]).toEqual(['1468', '64', '7'])
})

test.each([
  ['blksize', '7'],
  ['blksize', '65465'],
  ['blksize', '1e3'],
  ['blksize', '-512'],
  ['windowsize', '0'],
  ['windowsize', '65536'],
  ['timeout', '0'],
  ['timeout', '256'],
  ['timeout', ''],
  ['multicast', ''],
  ['constructor', '1'],
  ['__proto__', '1'],
])('%s %j is passed over', (name, value) => {
  expect(negotiate(new Map([[name, value]]), 1, 1468).granted.size).toBe(0)
})

test('never more than was asked, never what was not', () => {
  const asked = fc.dictionary(fc.constantFrom('blksize', 'windowsize', 'timeout', 'tsize', 'x'), fc.string())
  const number = fc.dictionary(
    fc.constantFrom('blksize', 'windowsize', 'timeout'),
    fc.nat(70_000).map(String),
  )
  fc.assert(
    fc.property(fc.oneof(asked, number), fc.integer({ min: 8, max: 65_464 }), (options, limit) => {
      const { granted } = terms(options, 9, limit)
      for (const [name, value] of granted) {
        expect(Object.keys(options)).toContain(name)
        if (name !== 'tsize') expect(Number(value)).toBeLessThanOrEqual(Number(options[name]))
      }
    }),
  )
})

test('the largest block leaves room for headers on the path, and never needs fragments', () => {
  expect(largestBlock(1500, false)).toBe(1468)
  expect(largestBlock(65_536, false)).toBe(1468)
  expect(largestBlock(1400, false)).toBe(1368)
  expect(largestBlock(1500, true)).toBe(1448)
})
