import fc from 'fast-check'
import { expect, it } from 'vitest'
import { edited, type Line, lineOf, typed } from '../../../src/ui/input/edit.ts'

const press = (key: string, text = '') => ({ key, text, arrived: 0 })

const after = (start: Line, ...keys: readonly string[]): Line =>
  keys.reduce((line, key) => edited(line, key.length === 1 ? press(key, key) : press(key)) ?? line, start)

it.each([
  ['ends', ['a', 'b', 'backspace', 'c'], 'ac'],
  ['goes back and puts in', ['a', 'c', 'left', 'b'], 'abc'],
  ['takes out ahead', ['a', 'b', 'home', 'delete'], 'b'],
  ['takes out a word', ['o', 'n', 'e', ' ', 't', 'w', 'o', 'ctrl+w'], 'one '],
  ['takes out all before', ['a', 'b', 'left', 'ctrl+u'], 'b'],
  ['takes out all behind', ['a', 'b', 'left', 'ctrl+k'], 'a'],
])('a line that %s', (_, keys, text) => {
  expect(after(lineOf(''), ...keys).text).toBe(text)
})

it('stays one harmless line with its cursor in it, whatever is typed and pasted', () => {
  const keys = fc.constantFrom(
    'left',
    'right',
    'home',
    'end',
    'backspace',
    'delete',
    'ctrl+w',
    'ctrl+u',
    'ctrl+k',
  )
  const steps = fc.array(fc.oneof(keys.map(press1), fc.string({ unit: 'binary' }).map(paste)))
  fc.assert(
    fc.property(steps, steps => {
      const line = steps.reduce((line, step) => step(line), lineOf(''))
      expect(line.text).not.toMatch(/\p{Cc}/u)
      expect(line.cursor).toBeGreaterThanOrEqual(0)
      expect(line.cursor).toBeLessThanOrEqual([...line.text].length)
      expect([...line.text].length).toBeLessThanOrEqual(500)
    }),
  )
})

it('leaves keys that are not for editing to others', () => {
  expect([edited(lineOf('x'), press('enter')), edited(lineOf('x'), press('up'))]).toEqual([
    undefined,
    undefined,
  ])
})

const press1 = (key: string) => (line: Line) => edited(line, press(key)) ?? line
const paste = (text: string) => (line: Line) => typed(line, text)
