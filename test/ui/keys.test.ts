import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hintsFor } from '../../src/ui/footer.ts'
import { pressOf } from '../../src/ui/input/press.ts'
import { bindings, type KeyPlace } from '../../src/ui/keys.ts'
import { completed, entriesOf, matching } from '../../src/ui/palette.ts'
import { screenNames } from '../../src/ui/screen.ts'

const commands = bindings.map(({ command }) => command)
const someCommands = fc.subarray(commands)

/** What may be heard together: a screen with its list or text, and what is heard everywhere; or a dialog alone. */
const together: readonly (readonly KeyPlace[])[] = [
  ...screenNames.flatMap(screen => [
    [screen, 'list', 'everywhere'] as const,
    [screen, 'text', 'everywhere'] as const,
  ]),
  ['dialog'],
]

describe('the table of keys', () => {
  it.each(together.map(places => [places.join(', '), places] as const))(
    'gives each key one meaning in %s',
    (_, places) => {
      const heard = bindings.filter(binding => binding.places.some(place => places.includes(place)))
      const keys = heard.flatMap(({ keys }) => keys)
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
    },
  )

  it('gives everything on Esc a second key', () => {
    const onEsc = bindings.filter(({ keys }) => keys.includes('esc'))
    expect(onEsc.length).toBeGreaterThan(0)
    expect(onEsc.filter(({ keys }) => keys.length < 2)).toEqual([])
  })

  it('names each command once', () => {
    expect(new Set(commands).size).toBe(commands.length)
  })
})

describe('the footer', () => {
  it('never says more than fits, nor what nobody answers, and always how to get help', () => {
    fc.assert(
      fc.property(someCommands, fc.integer({ min: 60, max: 250 }), (available, columns) => {
        const hints = hintsFor(available, columns)
        const width = hints.map(({ key, words }) => `${key} ${words}`).join('  ').length
        expect(width).toBeLessThanOrEqual(columns)
        expect(hints.some(({ words }) => words === 'help')).toBe(available.includes('help'))
      }),
    )
  })
})

describe('the palette', () => {
  it('completes to something that still finds all that was found by its beginning', () => {
    fc.assert(
      fc.property(someCommands, fc.array(fc.stringMatching(/^node\d{1,3}$/)), (runnable, hosts) => {
        const entries = entriesOf(runnable, hosts)
        for (const { words } of entries) {
          const typed = words.slice(0, 2)
          const whole = completed(entries, typed)
          const begin = entries.filter(entry => entry.words.startsWith(typed))
          expect(whole.startsWith(typed)).toBe(true)
          expect(matching(entries, whole)).toEqual(expect.arrayContaining(begin))
        }
      }),
    )
  })
})

describe('a press', () => {
  const none = {
    ...{ upArrow: false, downArrow: false, leftArrow: false, rightArrow: false, pageUp: false },
    ...{ pageDown: false, home: false, end: false, return: false, escape: false, tab: false },
    ...{ backspace: false, delete: false, ctrl: false, shift: false, meta: false },
  }

  it.each([
    ['a', 'a', {}, 'a', 'a'],
    ['a capital', 'A', { shift: true }, 'A', 'A'],
    ['a space', ' ', {}, 'space', ' '],
    ['Ctrl-U', 'u', { ctrl: true }, 'ctrl+u', ''],
    ['Shift-Tab', '', { tab: true, shift: true }, 'shift+tab', ''],
    ['Alt-X', 'x', { meta: true }, 'alt+x', ''],
    ['Esc', '', { escape: true, meta: true }, 'esc', ''],
  ])('of %s is named as the table names it', (_, input, key, name, text) => {
    expect(pressOf(input, { ...none, ...key }, 7)).toEqual({ key: name, text, arrived: 7 })
  })
})
