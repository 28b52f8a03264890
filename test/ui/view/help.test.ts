import { expect, it } from 'vitest'
import { bindings } from '../../../src/ui/keys.ts'
import { tabs, tabsOf } from '../../../src/ui/places.ts'
import { screenNames } from '../../../src/ui/screen.ts'
import { helpLines } from '../../../src/ui/view/help.ts'
import { textOf, widthOf } from '../../../src/ui/view/spans.ts'

it.each(screenNames)('from %s every command is told, once, and fits', from => {
  const texts = helpLines(from, tabs, 76).map(textOf)
  for (const { command } of bindings)
    expect(
      texts.filter(text => text.split(/\s+/).includes(`:${command}`)),
      command,
    ).toHaveLength(bindings.filter(binding => binding.command === command).length)
  for (const text of texts) expect(widthOf(text)).toBeLessThanOrEqual(76)
})

it('begins with what counts where one came from', () => {
  const texts = helpLines('run', tabsOf({ rollOut: false }), 76).map(textOf)
  expect(texts[0]).toBe('On this screen (run)')
  expect(texts.findIndex(text => text.includes(':wipe'))).toBeLessThan(texts.indexOf('Everywhere'))
  expect(texts.findIndex(text => text.includes(':adopt'))).toBeGreaterThan(texts.indexOf('Elsewhere'))
})

it('tells of no screen that the session has none of', () => {
  const told = (rollOut: boolean) => helpLines('status', tabsOf({ rollOut }), 76).map(textOf).join('\n')
  expect([told(false).includes(':deploy'), told(false).includes(':run ')]).toEqual([false, true])
  expect([told(true).includes(':deploy'), told(true).includes(':run ')]).toEqual([true, false])
})
