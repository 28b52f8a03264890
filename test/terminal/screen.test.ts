/** The demo on a real terminal device: sizes, bursts, resizing, and every way it may end. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openPty, type Pty } from './pty.ts'

const demo = (size: { columns?: number; rows?: number } = {}, first?: string): Promise<Pty> =>
  openPty({ args: ['demo', '--machines', '3', '--speed', '20'], ...size, ...(first && { first }) })

const esc = '\u001b'

/** The shell's own screen is back, with its cursor, and no mode is left on. */
const expectRestored = ({ emulator, written }: Pty): void => {
  expect(emulator.terminal.buffer.active.type).toBe('normal')
  expect(emulator.terminal.modes.bracketedPasteMode).toBe(false)
  expect(written().lastIndexOf(`${esc}[?25h`)).toBeGreaterThan(written().lastIndexOf(`${esc}[?25l`))
}

describe.each([
  [80, 24],
  [120, 40],
  [200, 50],
])('on %i×%i', (columns, rows) => {
  it('fills the screen and not a line more, and leaves a report behind', async () => {
    const pty = await demo({ columns, rows })
    await pty.see('q closes the run')
    const lines = pty.emulator.lines()
    expect(lines[0]).toMatch(/^firstlight lab .*3 of 3 done$/)
    expect(lines.at(-1)).toContain('q closes the run')
    expect(pty.emulator.terminal.buffer.active.baseY).toBe(0)
    pty.press('q')
    expect(await pty.ended).toBe(0)
    expectRestored(pty)
    expect(pty.screen()).toMatch(/machine3 +done/)
    expect(pty.screen()).toContain('3 installed')
  })
})

describe('on a real terminal', () => {
  it('acts on every key of a burst', async () => {
    const pty = await demo()
    await pty.see('of 3 done')
    pty.press(':', 'machine machine2', 'Enter')
    await pty.see(/\[run\]/)
    await pty.see('machine2')
    pty.press('?')
    await pty.see(/try this machine again/)
    pty.press('Esc')
    await pty.see(screen => !screen.includes('try this machine again'))
  })

  it('shows nothing of what the terminal answers', async () => {
    const pty = await demo()
    await pty.see('of 3 done')
    pty.press(':', `${esc}]11;rgb:0000/0000/0000${esc}\\`, `${esc}[24;80R`, `${esc}[?62;22c`, 'hel')
    await pty.see(/: hel *│$/m)
  })

  it('follows the window through every size', async () => {
    const pty = await demo()
    await pty.see('of 3 done')
    pty.resize(120, 40)
    await pty.see(screen => screen.split('\n')[39]?.includes('? help') === true)
    pty.resize(50, 12)
    await pty.see('too small, need 60×16')
    pty.resize(80, 24)
    await pty.see(screen => screen.split('\n')[23]?.includes('? help') === true)
    expect(pty.emulator.terminal.buffer.active.baseY).toBe(0)
  })

  it('keeps to ASCII and to no colour when told', async () => {
    const pty = await openPty({
      args: ['demo', '--machines', '1', '--speed', '20', '--ascii'],
      env: { NO_COLOR: '1' },
    })
    await pty.see('of 1 done')
    pty.press(':')
    await pty.see('Commands')
    expect(pty.screen()).toMatch(/^[\x20-\x7e\n]*$/)
    expect(pty.written()).not.toMatch(new RegExp(`${esc}\\[(3[0-7]|38|9[0-7])[;m]`))
  })

  it('writes plain lines where nothing can be drawn', async () => {
    const pty = await openPty({
      args: ['demo', '--machines', '1', '--speed', '20'],
      env: { TERM: 'dumb' },
    })
    expect(await pty.ended).toBe(0)
    expect(pty.written()).toContain('1 installed')
    expect(pty.written()).not.toContain(esc)
  })
})

describe('the end', () => {
  it('by SIGTERM stops the run, gives the terminal back, and says so in its exit code', async () => {
    const pty = await demo()
    await pty.see('of 3 done')
    pty.signal('SIGTERM')
    expect(await pty.ended).toBe(130)
    expectRestored(pty)
    expect(pty.screen()).toMatch(/3 aborted|installed/)
  })

  it('by any other signal gives the terminal back too', async () => {
    const pty = await demo()
    await pty.see('of 3 done')
    pty.signal('SIGQUIT')
    expect(await pty.ended).toBe(128 + 3)
    expectRestored(pty)
  })

  it('by Ctrl-Z is none: the shell has the terminal, and fg brings it all back', async () => {
    const pty = await demo()
    await pty.see('3 of 3 done')
    pty.press('\u001a')
    await pty.see(() => pty.emulator.terminal.buffer.active.type === 'normal')
    expectRestored(pty)
    pty.signal('SIGCONT')
    await pty.see('3 of 3 done')
    pty.press('q')
    expect(await pty.ended).toBe(0)
  })

  it.each([
    ['exception', 'throw new Error("a bug")'],
    ['rejection', 'Promise.reject(new Error("a bug"))'],
  ])('by a nobody-caught %s gives the terminal back, and then says what it was', async (_, bug) => {
    const pty = await demo({}, `process.on("SIGWINCH", () => { ${bug} })`)
    await pty.see('of 3 done')
    pty.signal('SIGWINCH')
    expect(await pty.ended).not.toBe(0)
    expectRestored(pty)
    expect(pty.screen()).toContain('Error: a bug')
  })

  it('of the terminal is not the end of the run: it is journalled to its last line', async () => {
    const pty = await demo()
    await pty.see('of 3 done')
    pty.hangUp()
    const journal = await journalOf(pty)
    expect(journal.at(-1)).toMatchObject({ type: 'settled', installed: 3, failed: 0 })
  })

  it('of a run that was left goes on in plain lines', async () => {
    const pty = await demo()
    await pty.see('of 3 done')
    pty.press('q')
    await pty.see('A run is under way')
    pty.press('Down', 'Down', 'Enter')
    expect(await pty.ended).toBe(0)
    expectRestored(pty)
    expect(pty.screen()).toContain('3 installed')
  })
})

const site = {
  schemaVersion: 1,
  site: { name: 'rack', flake: '.', installer: 'netboot-base' },
  hosts: { node1: { mac: 'bc:24:11:d0:28:34' }, node2: { mac: 'bc:24:11:d0:28:35' } },
}

describe('the start screen', () => {
  it('shows the site that is found, what a run lacks and how to get it, and goes on to the hosts', async () => {
    const pty = await openPty({ args: [], files: { 'site.json': JSON.stringify(site) } })
    await pty.see(/rack +.*site\.json/)
    await pty.see('2 machines')
    await pty.see(/❯ Look at the hosts/)
    await pty.see(/must be mended before a run/)
    await pty.see(/→ /)
    pty.press('Enter')
    await pty.see('2 hosts in this run')
    pty.press('Esc')
    await pty.see(/❯ Look at the hosts/)
  })

  it('opens where there is no site, and is left with q', async () => {
    const pty = await openPty({ args: [] })
    await pty.see('firstlight')
    await pty.see('q quit')
    pty.press('q')
    expect(await pty.ended).toBe(0)
    expectRestored(pty)
  })
})

/** Once the program is gone. */
const journalOf = async ({ pid, home }: Pty): Promise<Record<string, unknown>[]> => {
  while (isAlive(pid)) await new Promise(resolve => setImmediate(resolve))
  const folder = `${home}/state/firstlight/lab`
  const [name, ...more] = readdirSync(folder).filter(file => file.endsWith('.jsonl'))
  expect(more).toEqual([])
  return readFileSync(`${folder}/${name}`, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>)
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
