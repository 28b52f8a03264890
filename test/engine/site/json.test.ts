/** The reader agrees with JSON.parse, and says more. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseJson } from '../../../src/engine/site/json.ts'
import { unprintable } from '../../../src/engine/site/path.ts'

/** Any code units at all, halves of characters too. */
const anyText = fc.string({ unit: fc.nat(0xffff).map(code => String.fromCharCode(code)) })

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

describe('a text', () => {
  test('that is JSON is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        const read = parseJson(text)
        if (read.ok) expect(read.value).toEqual(JSON.parse(text))
        else expect(read.reason).toMatch(/^the key .* cannot be used$/)
      }),
    )
  })

  test('that is nearly JSON is refused when JSON.parse refuses it, and only then', () => {
    const nearly = fc.tuple(
      fc.jsonValue({ maxDepth: 3 }),
      fc.nat(),
      fc.constantFrom('', ',', '"', '\\', '}', '1', ' ', '-', 'e'),
    )
    fc.assert(
      fc.property(nearly, ([value, at, noise]) => {
        const whole = JSON.stringify(value)
        const text = whole.slice(0, at % whole.length) + noise + whole.slice((at % whole.length) + 1)
        const read = parseJson(text)
        if (!read.ok && read.reason.startsWith('the key ')) return
        expect(read.ok).toBe(json(text) !== undefined)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['{ "a": 1, }', 1, 11, 'a comma stands before "}"'],
    ['[1 2]', 1, 4, 'a comma or "]" is missing'],
    ['{\n  "a" 1 }', 2, 7, 'a colon is missing after the key'],
    ['{ a: 1 }', 1, 3, 'a key in double quotes is missing'],
    ['{ "a": \'x\' }', 1, 8, 'text stands in double quotes'],
    ['{\n  // said\n  "a": 1 }', 2, 3, 'a key in double quotes is missing'],
    ['[// said\n]', 1, 2, 'JSON has no comments'],
    ['{ "a": "x }', 1, 8, 'the text in quotes does not end, or holds a wrong escape'],
    ['{ "a": ', 1, 8, 'the file ends too early'],
    ['', 1, 1, 'the file ends too early'],
    ['{} {}', 1, 4, 'something follows after the end'],
    ['{ "__proto__": {} }', 1, 3, 'the key "__proto__" cannot be used'],
    ['{ "a\\u001b[31m": {} }', 1, 3, 'the key "a\\u001b[31m" cannot be used'],
  ])('%j is refused where it is wrong', (text, line, column, reason) => {
    expect(parseJson(text)).toEqual({ ok: false, line, column, reason })
  })

  test('nested without end is refused, not followed', () => {
    expect(parseJson('['.repeat(1_000_000))).toMatchObject({
      ok: false,
      reason: 'nested deeper than 64 levels',
    })
  })
})

test('a key that stands twice is told with both its path and its line, at any depth', () => {
  expect(parseJson('{ "hosts": {\n "a": 1,\n "a": { "b": 1, "b": 2 }\n} }')).toEqual({
    ok: true,
    value: { hosts: { a: { b: 2 } } },
    repeated: [
      { path: ['hosts', 'a'], line: 3, column: 2 },
      { path: ['hosts', 'a', 'b'], line: 3, column: 17 },
    ],
  })
})

test('no reason given for refusing a text holds what a terminal would act on', () => {
  fc.assert(
    fc.property(anyText, text => {
      const read = parseJson(`{ "${text}": `)
      if (!read.ok) expect(read.reason).not.toMatch(unprintable)
    }),
  )
})
