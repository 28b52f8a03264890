import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainLines, plainText } from '../../src/engine/plain-text.ts'

describe('plain text', () => {
  it.each([
    ['colours', '\x1b[1;31mred\x1b[0m', 'red'],
    ['a window title', '\x1b]0;owned\x07text', 'text'],
    ['a link', '\x1b]8;;http://x\x1b\\click\x1b]8;;\x1b\\', 'click'],
    ['a title that never ends', 'a\x1b]0;owned and more', 'a'],
    ['a device control string', '\x1bPq#0\x1b\\after', 'after'],
    ['a clipboard write', '\x1b]52;c;cm0gLXJm\x07', ''],
    ['the one-byte forms', '\x9b31mred\x9d0;t\x9c.', 'red.'],
    ['a cut sequence', 'end\x1b[', 'end'],
    ['two-byte sequences', '\x1bcreset\x1b7save\x1b(Bset', 'resetsaveset'],
    ['carriage returns', 'good\rbad', 'good bad'],
    ['backspaces', 'a\b\b\bb', 'ab'],
    ['turned writing', 'user\u202etxt.exe\u2066x\u2069', 'usertxt.exex'],
    ['invisible letters', 'a\u200bb\ufeffc\u{e0041}d', 'abcd'],
    ['half a letter', 'a\ud800b', 'a\ufffdb'],
    ['tabs', 'a\t\tb', 'a b'],
  ])('takes away %s', (_, wild, plain) => expect(plainText(wild)).toBe(plain))

  it('keeps every language', () => expect(plainText('Größe 日本語 🙂')).toBe('Größe 日本語 🙂'))

  it('is never longer than asked, and cuts no letter in half', () => {
    expect(plainText('abcdef', 4)).toBe('abc…')
    expect(plainText('ab🙂def', 4)).toBe('ab…')
  })

  it('is harmless whatever comes', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('\x1b', '[', ']', 'm', ';', '\x07', '\x9b', '\u202e', '\n', 'a', '\ud83d'),
    })
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), nasty), text => {
        const plain = plainText(text, 50)
        expect(plain.length).toBeLessThanOrEqual(50)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
        expect(plain).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]/)
      }),
      { numRuns: 20_000 },
    )
  }, 60_000)

  it('gives lines one by one, without the empty ones', () => {
    expect(plainLines('one\r\n\n\x1b[31mtwo\x1b[0m\n \nthree')).toEqual(['one', 'two', 'three'])
  })
})
