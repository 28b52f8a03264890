/**
 * tmux 3.3 and older know nothing of synchronised output: whatever a frame leaves undone between two writes is seen.
 * Every byte the program writes is replayed in slices, as a slow line would bring them, and each state is held
 * against the whole frames before and after it: a line that is there in both must not be gone in between.
 */
import { expect, it } from 'vitest'
import { createEmulator } from './emulator.ts'
import { openPty } from './pty.ts'

const size = { columns: 120, rows: 40 }
const frameEnd = '\u001b[?2026l'

interface Frames {
  readonly count: number
  /** Slices after which more than half of what stays was gone, and the most lines gone at once. */
  readonly flashes: number
  readonly worst: number
}

const replay = async (written: string, slice: number): Promise<Frames> => {
  const emulator = createEmulator(size)
  const write = (text: string) => new Promise<void>(resolve => emulator.terminal.write(text, resolve))
  const rowsThere = () => emulator.lines().flatMap((line, row) => (line === '' ? [] : [row]))
  const frames = written.split(frameEnd)
  let before: readonly number[] = []
  let [flashes, worst] = [0, 0]
  for (const frame of frames) {
    const between: (readonly number[])[] = []
    for (let at = 0; at < frame.length; at += slice) {
      await write(frame.slice(at, at + slice))
      between.push(rowsThere())
    }
    const after = new Set(rowsThere())
    const stays = before.filter(row => after.has(row))
    for (const there of between) {
      const gone = stays.filter(row => !there.includes(row)).length
      worst = Math.max(worst, gone)
      if (gone > stays.length / 2) flashes += 1
    }
    before = [...after]
  }
  return { count: frames.length, flashes, worst }
}

it('nothing on the screen is ever gone between two frames that both have it', async () => {
  const pty = await openPty({
    args: ['demo', '--machines', '40', '--speed', '20'],
    env: { TERM: 'tmux-256color', TMUX: '/tmp/tmux,1,0' },
    ...size,
  })
  await pty.see(/copying/)
  pty.press('z')
  await pty.see(/╭─ machine\d+ /)
  pty.press('z', '1')
  await pty.see('40 hosts in this run')
  pty.press('3')
  await pty.see(/[1-9]\d* busy/)
  await pty.see(/installing/)
  const { count, flashes, worst } = await replay(pty.written(), 64)
  expect(count).toBeGreaterThan(10)
  expect(flashes).toBe(0)
  expect(worst).toBeLessThanOrEqual(2)
})
