import { describe, expect, it } from 'vitest'
import { backgroundIn, canDraw, capabilitiesOf } from '../../../src/ui/terminal/capabilities.ts'
import * as say from '../../../src/ui/terminal/sequences.ts'
import { createTerminal } from '../../../src/ui/terminal/terminal.ts'

const open = (env: Record<string, string> = { TERM: 'xterm-256color' }) => {
  const written: string[] = []
  const terminal = createTerminal({
    write: text => written.push(text),
    capabilities: capabilitiesOf(env),
    linear: false,
  })
  return { terminal, written }
}

describe('the terminal', () => {
  it('is taken once and given back once, however often it is asked', () => {
    const { terminal, written } = open()
    for (const act of [terminal.leave, terminal.enter, terminal.enter, terminal.leave, terminal.leave]) act()
    expect(written).toEqual([say.enterScreen, say.leaveScreen])
  })

  it('is told nothing more once it is lost', () => {
    const { terminal, written } = open()
    terminal.enter()
    terminal.lost()
    terminal.title('x')
    terminal.call('x')
    terminal.leave()
    expect(written).toEqual([say.enterScreen])
  })

  it('takes a copy as far as terminals take one, and says so', () => {
    const { terminal, written } = open()
    expect(terminal.copy('text')).toMatch(/^4 characters sent/)
    expect(terminal.copy('x'.repeat(60_000))).toMatch(/save it instead/)
    expect(written).toEqual(['\u001b]52;c;dGV4dA==\u001b\\'])
  })

  it('is told of a tmux setting where tmux stands between', () => {
    expect(open({ TERM: 'tmux-256color' }).terminal.copy('x')).toContain('set-clipboard')
  })

  it('shows progress and messages only where they are known to be taken', () => {
    const { terminal, written } = open()
    terminal.progress(50, false)
    terminal.call('node1 held')
    expect(written).toEqual([say.bell])
    const ghostty = open({ TERM: 'xterm-ghostty' })
    ghostty.terminal.progress(50, false)
    ghostty.terminal.progress(50, false)
    ghostty.terminal.call('node1 held')
    expect(ghostty.written).toEqual([say.progress(50, false), say.bell, say.notifyBy9('node1 held')])
  })

  it('never gets a machine’s control sequences in its title', () => {
    expect(say.title('a\u001b]52;c;x\u0007b\u009b2J')).toBe('\u001b]2;ab\u001b\\')
  })
})

describe('what a terminal takes', () => {
  it.each([
    ['a plain xterm', { TERM: 'xterm' }, '16'],
    ['256 colours', { TERM: 'tmux-256color' }, '256'],
    ['true colour', { TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 'true'],
    ['NO_COLOR', { TERM: 'xterm-256color', COLORTERM: 'truecolor', NO_COLOR: '1' }, 'none'],
    ['an empty NO_COLOR', { TERM: 'xterm', NO_COLOR: '' }, '16'],
    ['FORCE_COLOR=0', { TERM: 'xterm-256color', FORCE_COLOR: '0' }, 'none'],
    ['FORCE_COLOR over NO_COLOR', { TERM: 'dumb', NO_COLOR: '1', FORCE_COLOR: '3' }, 'true'],
  ])('%s', (_, env, depth) => {
    expect(capabilitiesOf(env).depth).toBe(depth)
  })

  it('is nothing to draw on where it is dumb or unknown', () => {
    expect([canDraw({ TERM: 'dumb' }), canDraw({}), canDraw({ TERM: 'linux' })]).toEqual([false, false, true])
  })

  it('is ASCII in a locale that is not UTF-8', () => {
    const utf8 = (env: Record<string, string>) => capabilitiesOf({ TERM: 'xterm', ...env }).utf8
    expect([utf8({ LANG: 'de_DE.ISO-8859-1' }), utf8({ LANG: 'C.UTF-8' }), utf8({})]).toEqual([
      false,
      true,
      true,
    ])
    expect(utf8({ TERM: 'linux' })).toBe(false)
  })

  it.each([
    ['\u001b]11;rgb:1e1e/1e1e/2e2e\u001b\\', 'dark'],
    ['\u001b]11;rgb:ff/fa/f0\u0007', 'light'],
    ['\u001b]10;rgb:ff/ff/ff\u0007', null],
  ])('has the background it answers with: %j', (reply, background) => {
    expect(backgroundIn(reply)).toBe(background)
  })

  it('has the background it was started with', () => {
    const background = (COLORFGBG: string) => capabilitiesOf({ TERM: 'rxvt', COLORFGBG }).background
    expect([background('0;15'), background('15;0'), background('default;default')]).toEqual([
      'light',
      'dark',
      null,
    ])
  })
})
