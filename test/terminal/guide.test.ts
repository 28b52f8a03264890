/** An operator with a bare host sets up a first machine, and then another: by the keys, on a terminal. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { giveWord } from './give-word.ts'
import { openPty } from './pty.ts'

it('leads from a bare host to an installed machine, and to the next one', async () => {
  const pty = await openPty({
    args: ['demo', '--guided', '--machines', '2', '--speed', '20'],
    columns: 100,
    rows: 30,
  })
  await pty.see(/boot programs/)
  pty.press('Enter')
  await pty.see('name of the site')
  // The folder first, then the name: a typed folder is where everything goes.
  pty.press('/rack1', 'Enter')
  pty.press('Enter')
  await pty.see('Where machines boot')
  pty.press('Enter')
  await pty.see('the address server that is there')
  await pty.see(/TCP \d+ +free/)
  pty.press('Enter')
  // Both machines were switched on; they are nobody's.
  await pty.see('02:1a:b0:00:00:01')
  await pty.see('02:1a:b0:00:00:02')
  pty.press('Enter')
  await pty.see('What it is called')
  pty.press('Enter', 'Enter')
  await pty.see(/LAB000001/)
  expect(pty.screen()).toContain('blank')
  pty.press('Enter')
  await pty.see('How it is reached')
  pty.press('Enter')
  await pty.see('What will be written')
  expect(() => readFileSync(`${pty.home}/rack1/site.json`)).toThrow()
  pty.press('Enter')
  await pty.see('What will happen')
  const written = JSON.parse(readFileSync(`${pty.home}/rack1/site.json`, 'utf8'))
  expect(written.hosts).toMatchObject({ machine1: { mac: '02:1a:b0:00:00:01' } })
  pty.press('Enter')
  await giveWord(pty, 'machine1', 'erase and install')
  await pty.see('1 of 1 done')

  pty.press('+')
  await pty.see('Next machine')
  await pty.see('02:1a:b0:00:00:02')
  expect(pty.screen()).not.toContain('02:1a:b0:00:00:01')
  pty.press('Enter')
  await pty.see('What it is called')
  pty.press('Enter', 'Enter')
  await pty.see(/LAB000002/)
  // Going back switches nothing off that is needed; the same way leads on.
  pty.press('Esc')
  await pty.see('What it is called')
  pty.press('Enter', 'Enter')
  await pty.see(/LAB000002/)
  pty.press('Enter')
  await pty.see('How it is reached')
  pty.press('Enter')
  await pty.see('What will be written')
  pty.press('Enter')
  await pty.see('What will happen')
  pty.press('Enter')
  await giveWord(pty, 'machine2', 'erase and install')
  await pty.see('2 of 2 done')
  const both = JSON.parse(readFileSync(`${pty.home}/rack1/site.json`, 'utf8'))
  expect(Object.keys(both.hosts)).toEqual(['machine1', 'machine2'])
  pty.press('q')
  expect(await pty.ended).toBe(0)
  expect(pty.screen()).toContain('2 installed')
})
