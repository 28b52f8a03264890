/** What goes on behind the screen, and outlives it: a run, a roll-out. */
import type { Terminal } from '../ui/terminal/terminal.ts'

export interface Work {
  /** A word from outside: the first stops, the second ends. */
  stop(why: string): void
  /** When the screen is to go by itself. */
  readonly over: Promise<unknown>
  /** Title, bell and progress, for as long as there is a screen. */
  signs(terminal: Terminal): () => void
  /** Everything that happens, as lines. */
  lines(write: (line: string) => void): () => void
  /** The screen is gone, nobody is asked any more: to its end, in lines or without a word. */
  finish(silent: boolean): Promise<void>
  /** What is left to read on the terminal. */
  report(): readonly string[]
  code(interrupted: boolean): Promise<number>
}
