import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  apart,
  cell,
  clip,
  clipLine,
  dotted,
  line,
  span,
  textOf,
  widthOf,
  wrap,
  wrapTo,
} from '../../../src/ui/view/spans.ts'

/** Also what is two columns wide, or made of several code points. */
const words = fc
  .array(fc.constantFrom('a', 'ß', '漢', '字', ' ', 'é', '👍🏽', '-', 'node1 ', '/nix/store/'), {
    maxLength: 40,
  })
  .map(parts => parts.join(''))
const width = fc.integer({ min: 1, max: 60 })

describe('whatever the text', () => {
  it('a cell is exactly as wide as asked', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 3, max: 60 }), (text, wide) => widthOf(cell(text, wide)) === wide),
    )
  })

  it('what is clipped is no wider than asked', () => {
    fc.assert(fc.property(words, width, (text, wide) => widthOf(clip(text, wide)) <= wide))
  })

  it('wrapping loses nothing but blanks', () => {
    const bare = (text: string): string => text.replaceAll(/\s/g, '')
    fc.assert(fc.property(words, width, (text, wide) => bare(wrap(text, wide).join('')) === bare(text)))
  })

  it('a wrapped line is no wider than asked, unless one sign alone is', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 60 }), (text, wide) =>
        wrap(text, wide).every(part => widthOf(part) <= wide),
      ),
    )
  })

  it('a line of pieces is clipped to the room there is', () => {
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 5 }),
        width,
        (texts, wide) =>
          widthOf(
            clipLine(
              texts.map(text => span(text)),
              wide,
            )
              .map(({ text }) => text)
              .join(''),
          ) <= wide,
      ),
    )
  })
})

it('says that there was more', () => {
  expect(wrapTo('one two three four five', 9, 2)).toEqual(['one two', 'three fo…'])
})

it('keeps words whole where it can, and indents', () => {
  expect(wrap('If it may be erased, type its name', 14)).toEqual(['If it may be', 'erased, type', 'its name'])
})

it('puts two ends apart, and gives the right one its room', () => {
  expect(textOf(apart(line('machine1'), line('done'), 20))).toBe('machine1        done')
  expect(textOf(apart(line('a rather long name'), line('done'), 12))).toBe(
    'a rathe done'.replace('a rathe', 'a rath…'),
  )
})

it('leaves out what is not there', () => {
  expect(textOf(dotted(span('one'), false, '', null, span('two')))).toBe('one · two')
})
