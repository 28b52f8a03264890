/**
 * A program on a real terminal device: util-linux's `script` holds the other end, @xterm/headless is the screen. The
 * size is set on the device, so the kernel tells the program as it would be told by any terminal.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { bytesOf } from '../ui/bytes.ts'
import { createEmulator, type Emulator, type Wanted } from './emulator.ts'

export interface DeviceOptions {
  readonly args: readonly string[]
  /** JavaScript that is run before the program. */
  readonly first?: string
  readonly columns?: number
  readonly rows?: number
  readonly env?: Readonly<Record<string, string>>
  /** What runs it somewhere else: in another network. */
  readonly inside?: (command: readonly [string, ...string[]]) => readonly string[]
  /** Milliseconds until something that is not on the screen is not expected any more. */
  readonly patience?: number
  /** In the folder it is started from. */
  readonly files?: Readonly<Record<string, string>>
}

export interface Device {
  press(...keys: readonly string[]): void
  see(wanted: Wanted): Promise<void>
  screen(): string
  /** Until it sleeps: it has taken note of everything it drew. A confirmation hears no key from before that. */
  idle(): Promise<void>
  resize(columns: number, rows: number): void
  /** To the program itself, as `kill` would. */
  signal(name: NodeJS.Signals): void
  /** The window is closed: the device goes away under the program. */
  hangUp(): void
  /** Bytes the program wrote, all of them. */
  written(): string
  readonly pid: number
  readonly home: string
  readonly ended: Promise<number>
  readonly emulator: Emulator
  /** What it wrote, piece by piece, with the milliseconds since it began. */
  readonly pieces: readonly (readonly [at: number, text: string])[]
  close(): Promise<void>
}

export const root = resolve(import.meta.dirname, '../..')

export const openDevice = async (options: DeviceOptions): Promise<Device> => {
  const { args, columns = 80, rows = 24, env = {}, first, files = {} } = options
  const { inside = command => command, patience } = options
  const home = mkdtempSync(`${tmpdir()}/firstlight-terminal-`)
  for (const [name, text] of Object.entries(files)) writeFileSync(`${home}/${name}`, text)
  const before = first === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(first)}`]
  const start = [
    `stty cols ${columns} rows ${rows}`,
    'stty -echo < /dev/tty',
    `(tty; echo $$) > ${home}/started`,
    `exec ${inside([process.execPath, ...before, `${root}/dist/main.js`, ...args])
      .map(quoted)
      .join(' ')}`,
  ].join('; ')
  const child = spawn('script', ['-qefc', start, '/dev/null'], {
    cwd: home,
    env: { ...plainEnv(), HOME: home, XDG_STATE_HOME: `${home}/state`, ...env },
  })
  const began = performance.now()
  const text = new TextDecoder()
  const pieces: (readonly [number, string])[] = []
  const emulator = createEmulator({
    ...{ columns, rows, answer: bytes => void child.stdin.write(bytes) },
    ...(patience === undefined ? {} : { patience }),
  })
  child.stdin.on('error', () => {})
  child.stdout.on('data', (bytes: Buffer) => {
    pieces.push([performance.now() - began, text.decode(bytes, { stream: true })])
    emulator.write(bytes)
  })
  const ended = new Promise<number>(done => {
    // With everything it said on the screen.
    child.on('close', code => emulator.terminal.write('', () => done(code ?? -1)))
  })
  const close = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
    rmSync(home, { recursive: true, force: true })
  }
  const started = () => readFileSync(`${home}/started`, 'utf8').trim().split('\n')
  await firstOutput(emulator)
  const [device = '', pid = ''] = started()
  return {
    press: (...keys) => void child.stdin.write(bytesOf(keys)),
    see: emulator.see,
    screen: () => emulator.lines().join('\n'),
    idle: () => untilAsleep(pid),
    resize: (columns, rows) => {
      emulator.resize(columns, rows)
      execFileSync('stty', ['-F', device, 'cols', String(columns), 'rows', String(rows)])
    },
    signal: name => process.kill(Number(pid), name),
    hangUp: () => child.kill('SIGKILL'),
    written: () => pieces.map(([, text]) => text).join(''),
    ...{ pid: Number(pid), home, ended, emulator, pieces, close },
  }
}

/** The program has written something: it runs, and its device is known. */
const firstOutput = ({ terminal }: Emulator): Promise<void> =>
  new Promise(resolve => {
    const watching = terminal.onWriteParsed(() => {
      watching.dispose()
      resolve()
    })
  })

/** For longer than a frame that was put off: what is drawn is drawn, and known to be. */
const untilAsleep = async (pid: string): Promise<void> => {
  for (let looks = 0; looks < 5; ) {
    looks = /\) S /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) ? looks + 1 : 0
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`

/** Nothing of the terminal or the CI that runs the tests. */
const plainEnv = (): NodeJS.ProcessEnv => {
  const { PATH, TMPDIR } = process.env
  return { PATH, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...(TMPDIR === undefined ? {} : { TMPDIR }) }
}
