import fc from 'fast-check'
import { expect, test } from 'vitest'
import { negotiate, type Terms } from '../../../../src/engine/protocol/tftp/options.ts'
import {
  acknowledge,
  beginTransfer,
  breakOff,
  delivered,
  fail,
  type Transfer,
  wait,
} from '../../../../src/engine/protocol/tftp/transfer.ts'
import { calm, simulate } from './network.ts'

const terms = (size: number, options: Record<string, number> = {}): Terms =>
  negotiate(new Map(Object.entries(options).map(([name, value]) => [name, String(value)])), size, 65_464)

const begun = (size: number, options: Record<string, number> = {}): Transfer =>
  beginTransfer(terms(size, options), 0)[0]

const inOrder = (last: number): number[] => Array.from({ length: last }, (_, nth) => nth + 1)

const anyTerms = fc
  .record({
    blocks: fc.nat(60),
    rest: fc.nat(7),
    window: fc.integer({ min: 1, max: 16 }),
    asks: fc.boolean(),
  })
  .map(({ blocks, rest, window, asks }) =>
    asks ? terms(blocks * 8 + rest, { blksize: 8, windowsize: window }) : terms(blocks * 512 + rest),
  )

const anyWeather = fc.record({
  seed: fc.integer(),
  lost: fc.nat(30),
  repeated: fc.nat(30),
  fastest: fc.constant(1),
  slowest: fc.integer({ min: 1, max: 40 }),
})

test('through loss, repetition and reordering every block arrives, once, in order', () => {
  fc.assert(
    fc.property(anyTerms, anyWeather, (agreed, weather) => {
      const { transfer, taken } = simulate(agreed, weather)
      expect(transfer.ending).toBe('delivered')
      expect(taken).toEqual(inOrder(transfer.last))
      expect(delivered(transfer)).toBe(agreed.size)
    }),
    { numRuns: 1_000 },
  )
})

test('on a quiet network nothing is sent twice, whatever the terms', () => {
  fc.assert(
    fc.property(anyTerms, agreed => {
      const { transfer, sent } = simulate(agreed, calm)
      expect(sent).toBe(transfer.last)
    }),
  )
})

test("no Sorcerer's Apprentice: when every packet is repeated, nothing is sent twice in lockstep", () => {
  const { transfer, sent } = simulate(terms(100_000), { ...calm, repeated: 100 })
  expect(transfer.ending).toBe('delivered')
  expect(sent).toBe(transfer.last)
})

/** An answer is always there within the shortest wait, so no copy is sent for impatience. */
const quick = { ...calm, repeated: 100, slowest: 2.5, inOrder: true }

test('with windows, repetition costs one copy of each block at most', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 2, max: 64 }), (seed, windowsize) => {
      const { transfer, sent } = simulate(terms(8_000, { blksize: 8, windowsize }), { ...quick, seed })
      expect(transfer.ending).toBe('delivered')
      expect(sent).toBeLessThanOrEqual(2 * transfer.last)
    }),
  )
})

test('where answers take longer than they did at first, impatience is no third copy (seed 27, window 62)', () => {
  const { transfer, sent } = simulate(terms(8_000, { blksize: 8, windowsize: 62 }), {
    ...quick,
    seed: 27,
    slowest: 3,
  })
  expect(sent).toBeLessThanOrEqual(2 * transfer.last)
})

test('a window sent again by the clock counts as gone back: a gap reported after it waits', () => {
  const [flying] = acknowledge(begun(90_000, { windowsize: 8 }), 0, 1)
  const [probed] = wait(flying, flying.dueAt)
  const [again, blocks] = wait(probed, probed.dueAt)
  expect(blocks).toEqual({ from: 1, to: 8 })
  const [further, nothing] = acknowledge(again, 3, probed.dueAt + 1)
  expect(nothing).toBeNull()
  expect(wait(further, further.dueAt)[1]).toEqual({ from: 4, to: 11 })
})

test('the last block alone is sent once more, soon; all of the window only when its time has come', () => {
  const [flying] = acknowledge(begun(90_000, { windowsize: 8 }), 0, 1)
  const [probed, last] = wait(flying, flying.dueAt)
  expect([flying.dueAt, last, probed.dueAt]).toEqual([1 + 5, { from: 8, to: 8 }, 1 + 50])
  expect(wait(probed, probed.dueAt)[1]).toEqual({ from: 1, to: 8 })
  // The acknowledgement was lost, or the last block: both are answered with the next window.
  expect(acknowledge(probed, 8, flying.dueAt + 1)[1]).toEqual({ from: 9, to: 16 })
  // More than the last block was lost: the gap is reported, and it goes back.
  expect(acknowledge(probed, 6, flying.dueAt + 1)[1]).toEqual({ from: 7, to: 14 })
})

test('in lockstep there is no last block to try: the first wait is as long as it was', () => {
  const [flying] = acknowledge(begun(90_000, { blksize: 1024 }), 0, 1)
  expect(flying.dueAt).toBe(1 + 50)
})

test('block numbers roll over: 70,000 blocks arrive, in lockstep and by windows, also through loss', () => {
  for (const windowsize of [1, 64]) {
    const agreed = terms(70_000 * 8 + 3, { blksize: 8, windowsize })
    const { transfer, taken } = simulate(agreed, { ...calm, lost: 1, inOrder: true })
    expect(transfer.ending).toBe('delivered')
    expect(taken).toHaveLength(70_001)
    expect(taken.at(-1)).toBe(70_001)
  }
})

test('a size that fills its blocks exactly ends with an empty one; so does an empty file', () => {
  expect(begun(1024).last).toBe(3)
  expect(begun(1023).last).toBe(2)
  expect(begun(0).last).toBe(1)
})

test('without granted options it starts with data, with them it waits for acknowledgement 0', () => {
  expect(beginTransfer(terms(9_000), 0)[1]).toEqual({ from: 1, to: 1 })
  const [asked, first] = beginTransfer(terms(9_000, { windowsize: 4 }), 0)
  expect(first).toEqual({ from: 0, to: 0 })
  expect(acknowledge(asked, 0, 5)[1]).toEqual({ from: 1, to: 4 })
})

test('on a gap it goes back to the last acknowledged block (RFC 7440)', () => {
  const [flying] = acknowledge(begun(90_000, { windowsize: 8 }), 0, 1)
  const [, again] = acknowledge(flying, 3, 2)
  expect(again).toEqual({ from: 4, to: 11 })
})

test('a repeated acknowledgement sends nothing at once; it shortens the wait, once', () => {
  const [flying] = acknowledge(begun(90_000, { windowsize: 8 }), 0, 1)
  const [hurried, nothing] = acknowledge(flying, 0, 2)
  expect(nothing).toBeNull()
  expect(hurried.dueAt).toBeLessThan(1 + 50)
  const [again, blocks] = wait(hurried, hurried.dueAt)
  expect(blocks).toEqual({ from: 1, to: 8 })
  expect(acknowledge(again, 0, hurried.dueAt + 1)).toEqual([again, null])
})

test('acknowledgements of what was never sent, or long ago, change nothing', () => {
  const [flying] = acknowledge(begun(90_000, { windowsize: 8 }), 0, 1)
  const [further] = acknowledge(flying, 8, 2)
  for (const block of [0, 7, 17, 40_000, 65_535])
    expect(acknowledge(further, block, 3)).toEqual([further, null])
})

test('waits double, and silence ends it after bounded retries', () => {
  let transfer = begun(9_000)
  const waits: number[] = []
  while (transfer.ending === null) {
    waits.push(transfer.dueAt - transfer.sentAt)
    transfer = wait(transfer, transfer.dueAt)[0]
  }
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 8_000])
  expect(transfer.ending).toBe('silent')
})

test('the first wait is the one the client named', () => {
  const transfer = begun(9_000, { timeout: 5 })
  expect(transfer.dueAt).toBe(5_000)
})

test('a quick client is waited for quickly; time runs out no sooner for it', () => {
  const [transfer] = acknowledge(begun(9_000), 1, 2)
  expect(transfer.dueAt).toBe(52)
  let later = transfer
  while (later.ending === null) later = wait(later, later.dueAt)[0]
  expect(later.dueAt).toBeGreaterThan(20_000)
})

test('earlier than due, and after the end, time does nothing', () => {
  const transfer = begun(9_000)
  expect(wait(transfer, transfer.dueAt - 1)).toEqual([transfer, null])
  const [over] = fail(transfer)
  expect(wait(over, 1e9)).toEqual([over, null])
  expect(acknowledge(over, 1, 1)).toEqual([over, null])
  expect(breakOff(over, 0)).toEqual([over, null])
  expect(fail(over)).toEqual([over, null])
})

test('error 8 in answer to the size is a probe; every other error, or a later one, breaks off', () => {
  const asked = begun(9_000, { tsize: 0 })
  expect(breakOff(asked, 8)[0].ending).toBe('probed')
  expect(breakOff(asked, 0)[0].ending).toBe('refused')
  expect(breakOff(acknowledge(asked, 0, 1)[0], 8)[0].ending).toBe('refused')
  expect(breakOff(begun(9_000, { blksize: 1000 }), 8)[0].ending).toBe('refused')
})
