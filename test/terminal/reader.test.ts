/** What a screen reader is given: text from top to bottom, said once, and nothing taken back. */
import { expect, it } from 'vitest'
import { openPty, type Pty } from './pty.ts'

const open = (...args: readonly string[]): Promise<Pty> =>
  openPty({ args, env: { INK_SCREEN_READER: 'true' }, columns: 100, rows: 40 })

const esc = '\u001b'

/** Nothing is erased, nothing drawn over, and no line is made of signs. */
const expectReadable = (text: string): void => {
  expect(text).not.toMatch(new RegExp(`${esc}\\[\\d*[ABCDGHJK]`))
  expect(text).not.toMatch(/[╭╮╰╯│─━█░▏⠋❯●○✓✗]/)
}

it('tells a run as it goes, and each screen once it is asked for', async () => {
  const pty = await open('demo', '--machines', '2', '--speed', '20', '--fault', 'machine2=occupied-disk')
  await pty.see(/\d\d:\d\d:\d\d machine1 +done/)
  await pty.see(/machine2 +held +a disk to be erased is not blank/)
  const quiet = pty.written().length
  pty.press('Enter')
  await pty.see(/here: timeline/)
  await pty.see('Esc back,')
  const asked = pty.written().slice(quiet)
  expect(asked.match(/^firstlight lab/gm)).toHaveLength(1)
  expect(asked).toContain('left for your word')
  pty.press('w')
  await pty.see(/Type machine2 to erase: \(Tab goes here\)[\s\S]*here: back/)
  await pty.idle()
  pty.press('Esc')
  pty.press('q')
  await pty.see('A run is under way')
  pty.press('Down')
  await pty.see('here: Stop: start nothing more')
  expectReadable(pty.written())
})

it('says only what is new: the line one went to', async () => {
  const pty = await open()
  await pty.see('here: Try it')
  await pty.see('q quit')
  const before = pty.written().length
  pty.press('Down')
  await pty.see('here: Set up a first machine')
  expect(pty.written().slice(before).trim().split('\n')).toHaveLength(1)
  pty.press('q')
  expect(await pty.ended).toBe(0)
  expectReadable(pty.written())
})
