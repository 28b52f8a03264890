/** The screen on a terminal, until it is taken off. Whatever else goes on is none of its business. */
import { render, type SuspendTerminal } from 'ink'
import { App } from './App.tsx'
import { createDesk } from './input/desk.ts'
import { createKeyStream, type Keyboard } from './input/key-stream.ts'
import type { Place, Screens, Size } from './screen.ts'
import type { Session } from './session.ts'
import { createLinear } from './terminal/linear.ts'
import type { Terminal } from './terminal/terminal.ts'
import type { Theme } from './theme.ts'

export interface MountOptions {
  readonly session: Session
  readonly screens: Screens
  readonly terminal: Terminal
  readonly keyboard: Keyboard
  readonly display: NodeJS.WriteStream
  readonly theme: Theme
  readonly first: Place
  readonly linear: boolean
  now(): number
  /** Stops the process until it is wanted again. */
  sleep(): Promise<void>
  leave(): void
  reply(bytes: string): void
}

export interface Mounted {
  /** Off the screen; the terminal is given back. */
  unmount(): Promise<void>
  theme(theme: Theme): void
  /** Gives the terminal to the shell, as Ctrl-Z does, and comes back. */
  suspend(): void
  redraw(): void
  /** When there is nothing left to act on or to draw. */
  settled(): Promise<void>
  /** A bug in the screen itself. */
  readonly failed: Promise<unknown>
}

/** Frames a second: more cannot be read, and tmux over SSH pays for each. */
const maxFps = 10

export const mount = (options: MountOptions): Mounted => {
  const { terminal, keyboard, session, screens, first, now } = options
  let theme = options.theme
  const linear = options.linear
    ? createLinear(options.display, text => void options.display.write(text), theme.glyphs.pointer)
    : null
  const display = linear?.stdout ?? options.display
  let lastWritten = 0
  const written = (): number => lastWritten
  let away: SuspendTerminal | undefined
  let isAway = false
  const clock = (): number => performance.now()
  const desk = createDesk()
  const keys = createKeyStream({ keyboard, now: clock, paste: desk.paste, reply: options.reply })

  const standAside = async (meanwhile: () => Promise<void>): Promise<void> => {
    if (away === undefined || isAway) return
    isAway = true
    await away(meanwhile)
    isAway = false
  }
  const suspend = (): void =>
    void standAside(async () => {
      terminal.leave()
      await options.sleep()
      terminal.enter()
    })
  const redraw = (): void =>
    linear === null ? void standAside(async () => terminal.clear()) : linear.tell(true)

  const settled = async (): Promise<void> => {
    while (!keys.idle()) await new Promise(resolve => setImmediate(resolve))
    await ink.waitUntilRenderFlush()
  }
  /** After what was done has been drawn; what is asked meanwhile is told with it. */
  let due: { readonly whole: boolean } | null = null
  const tellNews = async (whole: boolean): Promise<void> => {
    if (linear === null) return
    const isFirst = due === null
    due = { whole: whole || due?.whole === true }
    if (!isFirst) return
    // Effects of the very first drawing come before `render` has returned.
    await Promise.resolve()
    await settled()
    linear.tell(due.whole)
    due = null
  }

  const tree = () => (
    <App
      {...{ session, screens, theme, first, desk, clock, written, now }}
      size={sizeOf(display)}
      terminal={{ copy: terminal.copy, redraw, suspend }}
      arrived={keys.arrived}
      leave={options.leave}
      turned={() => void tellNews(true)}
      attach={suspendTerminal => {
        away = suspendTerminal
      }}
    />
  )

  terminal.enter()
  const ink = render(tree(), {
    stdin: keys.stdin,
    stdout: noting(display, () => {
      lastWritten = clock()
    }),
    exitOnCtrlC: false,
    patchConsole: false,
    incrementalRendering: true,
    interactive: true,
    isScreenReaderEnabled: linear !== null,
    maxFps,
  })
  const pressed = (): void => void tellNews(false)
  keyboard.on('data', pressed)
  // Before Ink hears of a new size, the tree has it: no frame is ever drawn for the old one.
  const resized = (): void => ink.rerender(tree())
  display.prependListener('resize', resized)

  const unmount = async (): Promise<void> => {
    display.off('resize', resized)
    keyboard.off('data', pressed)
    ink.unmount()
    await ink.waitUntilExit().catch(() => {})
    keys.close()
    terminal.leave()
  }

  return {
    unmount,
    theme: next => {
      theme = next
      ink.rerender(tree())
    },
    suspend,
    redraw,
    settled,
    failed: new Promise(resolve => {
      ink.waitUntilExit().then(() => {}, resolve)
    }),
  }
}

const sizeOf = ({ columns, rows }: NodeJS.WriteStream): Size => ({
  columns: columns > 0 ? columns : 80,
  rows: rows > 0 ? rows : 24,
})

/** Tells of every write just before it: what somebody answers, they saw after that. */
const noting = (display: NodeJS.WriteStream, note: () => void): NodeJS.WriteStream =>
  new Proxy(display, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      if (name === 'write') note()
      return value.bind(target)
    },
  })
