/** A terminal without a window: what is written to it is a screen that can be read. */
import xterm from '@xterm/headless'

export interface Emulator {
  write(data: string | Uint8Array): void
  resize(columns: number, rows: number): void
  /** As the operator sees it, without blanks at the ends of lines. */
  lines(): string[]
  /** The first moment the screen is like this; each write is looked at. */
  see(wanted: Wanted): Promise<void>
  readonly terminal: xterm.Terminal
}

export type Wanted = string | RegExp | ((screen: string) => boolean)

export interface EmulatorOptions {
  readonly columns: number
  readonly rows: number
  /** What the terminal answers, to whoever asked it something. */
  answer?(bytes: string): void
  readonly patience?: number
}

export const createEmulator = ({
  columns,
  rows,
  answer,
  patience = usualPatience,
}: EmulatorOptions): Emulator => {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 200 })
  if (answer !== undefined) terminal.onData(answer)
  const lines = (): string[] => {
    const { active } = terminal.buffer
    return Array.from({ length: terminal.rows }, (_, row) =>
      (active.getLine(active.baseY + row)?.translateToString(true) ?? '').trimEnd(),
    )
  }
  const see = (wanted: Wanted): Promise<void> =>
    new Promise((resolve, reject) => {
      const watching = terminal.onWriteParsed(() => look())
      const late = setTimeout(() => {
        watching.dispose()
        reject(new Error(`${wanted} is not on the screen:\n${lines().join('\n')}`))
      }, patience)
      const look = (): void => {
        // Only whole frames are anything to see.
        if (terminal.modes.synchronizedOutputMode || !shows(lines().join('\n'), wanted)) return
        watching.dispose()
        clearTimeout(late)
        resolve()
      }
      look()
    })
  return {
    write: data => terminal.write(data),
    resize: (columns, rows) => terminal.resize(columns, rows),
    ...{ lines, see, terminal },
  }
}

/** Milliseconds after which what is not seen is said not to come: a failure, never a pause. */
const usualPatience = 20_000

const shows = (screen: string, wanted: Wanted): boolean => {
  if (typeof wanted === 'function') return wanted(screen)
  return typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen)
}
