/** Where operators really are: over SSH, in tmux. */
import { expect, it } from 'vitest'
import { openTmux } from './tmux.ts'

const demo = ['demo', '--machines', '3', '--speed', '20']

it('runs in tmux, takes a burst of keys, and leaves its report in the pane', async () => {
  const tmux = openTmux(demo)
  await tmux.see('3 of 3 done')
  tmux.keys(':', 'm', 'a', 'c', 'h', 'i', 'Tab', '2', 'Enter')
  await tmux.see(/machine2/)
  tmux.keys('Escape')
  tmux.keys('q')
  await tmux.see(/3 installed/)
})

it('follows the window, and says when it is too small', async () => {
  const tmux = openTmux(demo)
  await tmux.see('of 3 done')
  tmux.run('resize-window', '-t', '0', '-x', '50', '-y', '10')
  await tmux.see('too small')
  tmux.run('resize-window', '-t', '0', '-x', '120', '-y', '40')
  await tmux.see('of 3 done')
  expect(tmux.screen().split('\n')[39]).toContain('? help')
})

it('keeps what tmux marks as pasted from doing anything', async () => {
  const tmux = openTmux(demo)
  await tmux.see('of 3 done')
  tmux.run('set-buffer', 'q\r?')
  tmux.run('paste-buffer', '-p', '-t', '0')
  tmux.keys(':')
  await tmux.see('Commands')
})
