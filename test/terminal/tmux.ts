/** A tmux of the test's own. Its control mode tells of every byte a pane gets: each time, the pane is looked at. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { onTestFailed, onTestFinished } from 'vitest'
import { root } from './device.ts'

export interface Tmux {
  /** As tmux's own `send-keys` spells them. */
  keys(...keys: readonly string[]): void
  /** With colours, as tmux shows them. */
  screen(): string
  see(wanted: string | RegExp): Promise<void>
  run(...args: readonly string[]): string
  readonly home: string
}

export const openTmux = (args: readonly string[], columns = 80, rows = 24): Tmux => {
  const home = mkdtempSync(`${tmpdir()}/firstlight-tmux-`)
  const env = { PATH: process.env.PATH, HOME: home, TERM: 'xterm-256color', LANG: 'C.UTF-8' }
  const run = (...words: readonly string[]): string =>
    execFileSync('tmux', ['-S', `${home}/socket`, '-f', '/dev/null', ...words], { env, encoding: 'utf8' })
  const program = [process.execPath, `${root}/dist/main.js`, ...args].join(' ')
  const size = ['-x', String(columns), '-y', String(rows)]
  run('new-session', '-d', ...size, '-c', home, `XDG_STATE_HOME=${home}/state ${program}; exec cat`)
  const watcher = spawn('tmux', ['-S', `${home}/socket`, '-C', 'attach-session', '-f', 'ignore-size'], {
    env,
  })
  onTestFailed(() => console.error(`What tmux shows:\n${run('capture-pane', '-p', '-t', '0')}`))
  onTestFinished(() => {
    watcher.stdout.removeAllListeners('data')
    watcher.kill()
    run('kill-server')
    rmSync(home, { recursive: true, force: true })
  })
  const screen = (): string => run('capture-pane', '-p', '-t', '0')
  const see = (wanted: string | RegExp): Promise<void> =>
    new Promise(resolve => {
      const look = (): void => {
        const shown = screen()
        if (!(typeof wanted === 'string' ? shown.includes(wanted) : wanted.test(shown))) return
        watcher.stdout.off('data', look)
        resolve()
      }
      watcher.stdout.on('data', look)
      look()
    })
  return { keys: (...keys) => void run('send-keys', '-t', '0', ...keys), screen, see, run, home }
}
