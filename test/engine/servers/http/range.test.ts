import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partOf } from '../../../../src/engine/servers/http/range.ts'

describe('a range', () => {
  it.each([
    ['bytes=0-', { start: 0, end: 100 }],
    ['bytes=10-19', { start: 10, end: 20 }],
    ['bytes=90-1000', { start: 90, end: 100 }],
    ['bytes=-10', { start: 90, end: 100 }],
    ['bytes=-1000', { start: 0, end: 100 }],
    ['BYTES=99-99', { start: 99, end: 100 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-4', undefined],
    ['bytes=0-1,5-6', undefined],
    ['lines=0-1', undefined],
    ['bytes=-', undefined],
    ['bytes=a-b', undefined],
    [undefined, undefined],
  ])('%s of 100 bytes', (header, part) => expect(partOf(100, header)).toEqual(part))

  it('of an empty file is always too far', () => expect(partOf(0, 'bytes=0-')).toBe('unsatisfiable'))

  it('never leaves the file', () => {
    const header = fc.oneof(
      fc.string(),
      fc.tuple(fc.string(), fc.nat(), fc.nat()).map(([u, a, b]) => `bytes=${u}${a}-${b}`),
    )
    fc.assert(
      fc.property(fc.nat(), header, (size, range) => {
        const part = partOf(size, range)
        if (part === undefined || part === 'unsatisfiable') return
        expect(part.start).toBeGreaterThanOrEqual(0)
        expect(part.end).toBeLessThanOrEqual(size)
        expect(part.start).toBeLessThan(part.end)
      }),
      { numRuns: 20_000 },
    )
  }, 60_000)
})
