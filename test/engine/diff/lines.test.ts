import fc from 'fast-check'
import { expect, it } from 'vitest'
import { diffLines } from '../../../src/engine/diff/lines.ts'

const anyText = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })
  .map(lines => lines.map(line => `${line}\n`).join(''))

const of = (side: string, lines: ReturnType<typeof diffLines>): string =>
  lines.flatMap(line => (line.side === side || line.side === 'both' ? [`${line.text}\n`] : [])).join('')

it('holds both texts whole, each by its side', () => {
  fc.assert(
    fc.property(anyText, anyText, (running, generated) => {
      const lines = diffLines(running, generated)
      expect(of('running', lines)).toBe(running)
      expect(of('generated', lines)).toBe(generated)
    }),
  )
})

it('finds no difference in the same text, and keeps what is common', () => {
  fc.assert(
    fc.property(anyText, text => {
      expect(diffLines(text, text).every(({ side }) => side === 'both')).toBe(true)
    }),
  )
  expect(diffLines('a\nb\nc\n', 'a\nc\nd\n').map(({ side, text }) => `${side} ${text}`)).toEqual([
    'both a',
    'running b',
    'both c',
    'generated d',
  ])
})
