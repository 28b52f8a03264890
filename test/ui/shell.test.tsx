/** The shell's behaviour, as an operator meets it, around screens made for the purpose. */
import { Box, Text } from 'ink'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { Field } from '../../src/ui/components/Field.tsx'
import { lineOf } from '../../src/ui/input/edit.ts'
import type { RunProps, Screens } from '../../src/ui/screen.ts'
import { useCommands, useKept } from '../../src/ui/shell.ts'
import { onStage, type StageOptions } from './stage.tsx'

const acts: string[] = []

/** Counts with `down`, filters with `/`, asks with `w`. */
const Counter = ({ ask, go, focused, size, send }: RunProps) => {
  const [count, setCount] = useKept('count', 0)
  const [filter, setFilter] = useState(lineOf(''))
  const [filtering, setFiltering] = useState(false)
  useCommands({
    down: () => setCount(count + 1),
    open: () => go({ screen: 'machine', host: 'node1' }),
    filter: () => setFiltering(true),
    retry: () => send({ host: 'node1', type: 'retried' }),
    wipe: () =>
      ask({
        title: 'Erase node1',
        lines: ['virtio-S1, 8.0 GB, holds data: ext4'],
        text: 'node1',
        verb: 'erase',
        act: () => acts.push('erased'),
      }),
  })
  return (
    <Box flexDirection="column" width={size.columns}>
      <Text>{`count ${count}`}</Text>
      <Field
        value={filter}
        focused={filtering && focused}
        change={setFilter}
        enter={() => setFiltering(false)}
        cancel={() => setFiltering(false)}
      />
      <Text>{`filter is "${filter.text}" in ${size.columns}x${size.rows}`}</Text>
    </Box>
  )
}

const screens: Partial<Screens> = {
  run: Counter,
  machine: ({ host }) => <Text>{`machine ${host}`}</Text>,
  help: ({ from }) => <Text>{`help from ${from}`}</Text>,
  hosts: () => <Text>the hosts</Text>,
}

const stage = (options: StageOptions = {}) => {
  acts.length = 0
  return onStage({ screens, ...options })
}

describe('keys', () => {
  it('are each acted on, in their order, however they come', async () => {
    const { press, see } = await stage()
    await press('jjjj', 'Down')
    await see('count 5')
  })

  it('lead to a machine and back, and the list is as it was', async () => {
    const { press, see } = await stage()
    await press('jj', 'Enter')
    await see('machine node1')
    await press('Ctrl+G')
    await see('count 2')
  })

  it('have Esc and its second key for the way back', async () => {
    const { press, see } = await stage()
    for (const back of ['Esc', 'Backspace', 'Ctrl+G']) {
      await press('?')
      await see('help from run')
      await press(back)
      await see('count 0')
    }
  })

  it('type into a field that has the focus, and command nothing', async () => {
    const { press, paste, see, asked } = await stage()
    await press('/', 'quit?:1')
    await paste(' and\npasted\u001b[31m')
    await see('filter is "quit?:1and pasted"')
    expect(asked).toEqual([])
  })

  it('still move the list below a field', async () => {
    const { press, see } = await stage()
    await press('/', 'x', 'Down', 'Backspace', 'y')
    await see('filter is "y"')
    await see('count 1')
  })

  it('that are pasted where nothing is typed do nothing', async () => {
    const { paste, screen, asked } = await stage()
    const before = screen()
    await paste('q\u0003jjj\r')
    expect([screen(), asked]).toEqual([before, []])
  })
})

describe('the footer', () => {
  it('shows what is answered now, and nothing else', async () => {
    const { press, screen } = await stage()
    expect(screen()).toMatch(/r retry .*w confirm wipe .*\? help$/m)
    await press('1')
    expect(screen()).not.toContain('retry')
  })
})

describe('the palette', () => {
  it('runs what is typed, and completes it', async () => {
    const { press, see, asked } = await stage()
    await press(':', 'ret')
    await see('try this machine again')
    await press('Enter')
    expect(asked).toEqual(['retried node1'])
    await press(':', 'machi', 'Tab', '3')
    await see(': machine node3')
    await press('Enter')
    await see('machine node3')
  })

  it('says when there is no such command', async () => {
    const { press, see } = await stage()
    await press(':', 'frobnicate', 'Enter')
    await see('no command of that name')
  })
})

describe('a destructive confirmation', () => {
  it('begins on "back": Enter does nothing but leave', async () => {
    const { press, see } = await stage()
    await press('w')
    await see('Type node1 to erase')
    await press('Enter')
    await see('count 0')
    expect(acts).toEqual([])
  })

  it('acts when its text was typed and seen', async () => {
    const { press, see } = await stage()
    await press('w')
    await press('Tab')
    await press('node1')
    await press('Enter')
    await see('count 0')
    expect(acts).toEqual(['erased'])
  })

  it('does nothing for another text', async () => {
    const { press, see } = await stage()
    await press('w')
    await press('Tab', 'node2')
    await press('Enter')
    await press('Tab', 'Enter')
    await see('Type node1 to erase')
    expect(acts).toEqual([])
  })

  it('does nothing for a whole line sent at once', async () => {
    const { press, see } = await stage()
    await press('w')
    await press('Tab', 'node1', 'Enter', 'Enter')
    await see('Type node1 to erase')
    expect(acts).toEqual([])
  })

  it('hears nothing that was sent before it was drawn', async () => {
    const { press, see } = await stage()
    await press('w', 'Tab', 'node1', 'Enter')
    await see('Type node1 to erase')
    await see('❯ back')
    expect(acts).toEqual([])
  })

  it('takes no paste for typing', async () => {
    const { press, paste, see } = await stage()
    await press('w')
    await press('Tab')
    await paste('node1')
    await press('Enter')
    await see('Type node1 to erase')
    expect(acts).toEqual([])
  })

  it.each(['Esc', 'Ctrl+C'])('is left by %s, on its field too, and nothing is left with it', async key => {
    const { press, see, asked } = await stage()
    await press('w')
    await see('Type node1 to erase')
    await press('Tab', 'nod')
    await press(key)
    await see('count 0')
    expect([acts, asked]).toEqual([[], []])
  })

  it('lets nothing through to what is behind it', async () => {
    const { press, see, asked } = await stage()
    await press('w')
    await press('r', 'q', 'jj', ':', '?')
    await see('Type node1 to erase')
    await press('Esc')
    await see('count 0')
    expect(asked).toEqual([])
  })
})

describe('q', () => {
  it('asks while a run is under way, and stays unless told otherwise', async () => {
    const { press, see, asked } = await stage()
    await press('q')
    await see('A run is under way')
    await press('Enter')
    await see('count 0')
    expect(asked).toEqual([])
  })

  it('stops the run: nothing new is started', async () => {
    const { press, see, asked } = await stage()
    await press('q', 'Down', 'Enter')
    expect(asked).toEqual(['stop q'])
    await see('stopping')
  })

  it('may leave the screen and not the run', async () => {
    const { press, asked } = await stage()
    await press('q', 'Down', 'Down', 'Enter')
    expect(asked).toEqual(['leave'])
  })

  it('ends everything only by words', async () => {
    const { press, see, asked } = await stage()
    await press('q', 'Up', 'Enter')
    await see('Type end now')
    await press('Tab', 'end now')
    await press('Enter')
    expect(asked).toEqual(['stop end now', 'stop end now'])
  })

  it('leaves at once where nothing is under way', async () => {
    const { press, asked } = await stage({ running: false, first: { screen: 'hosts' } })
    await press('q')
    expect(asked).toEqual(['leave'])
  })

  it('is also Ctrl+C', async () => {
    const { press, see } = await stage()
    await press('Ctrl+C')
    await see('A run is under way')
  })
})

describe('when every machine has ended', () => {
  const endAll = (store: Awaited<ReturnType<typeof stage>>['store']) => {
    for (const host of ['node1', 'node2', 'node3', 'node4']) store.tell({ type: 'leftOut', host })
  }

  it('says what can be done now, and q does it without asking', async () => {
    const { press, see, store, asked } = await stage()
    endAll(store)
    await see('q closes the run')
    await press('q')
    expect(asked).toEqual(['stop q'])
  })

  it('asks as long as a machine that failed could be tried again', async () => {
    const { press, see, store, asked } = await stage()
    const fault = { code: 'test', message: 'it broke', place: 'node1', remedy: 'None' }
    store.tell({ type: 'started', host: 'node1' })
    store.tell({ type: 'broke', host: 'node1', fault })
    endAll(store)
    await see('1 failed')
    await press('q')
    await see('Some machines failed')
    await press('Down', 'Enter')
    expect(asked).toEqual(['stop q'])
  })
})

describe('size', () => {
  it('below 60×16 is said to be too small, and what was there comes back', async () => {
    const { press, resize, see } = await stage()
    await press('jj')
    await resize(50, 10)
    await see('too small, need 60×16 (this is 50×10)')
    await resize(60, 16)
    await see('count 2')
    await see('in 60x13')
  })

  it('changes at any time, and the frame is always the terminal’s', async () => {
    const { resize, emulator, see } = await stage()
    for (const [columns, rows] of [
      [120, 40],
      [80, 24],
      [200, 50],
      [61, 17],
    ] as const) {
      await resize(columns, rows)
      await see(`in ${columns}x${rows - 3}`)
      expect(emulator.lines()[0]).toMatch(/^firstlight test/)
      expect(emulator.lines().at(-1)).toMatch(/\? help$/)
      expect(emulator.terminal.buffer.active.baseY).toBe(0)
    }
  })
})

describe('what is drawn', () => {
  it('says in a rehearsal that it is one, whatever is on the screen', async () => {
    const { emulator, press, see } = await stage({ rehearsal: true })
    expect(emulator.lines()[0]).toMatch(/^firstlight test · a rehearsal: no metal is touched/)
    await press('1')
    await see('the hosts')
    expect(emulator.lines()[0]).toContain('no metal is touched')
  })

  it('ends, with its cause, when a screen has a bug', async () => {
    const services = () => {
      throw new Error('a bug in a screen')
    }
    const { press, failed } = await stage({ screens: { ...screens, services } })
    void press('5')
    expect(String(await failed)).toContain('a bug in a screen')
  })

  it('comes back whole after something wrote over it', async () => {
    const { emulator, redraw, settled, screen } = await stage()
    const before = screen()
    emulator.write('\u001b[2J\u001b[Hsomebody else was here')
    redraw()
    await settled()
    await emulator.see(shown => shown === before)
  })

  it('is plain text for a screen reader', async () => {
    const { screen } = await stage({ linear: true })
    expect(screen()).toMatch(/count 0/)
  })
})
