/**
 * The screen as text that is read from top to bottom, for a screen reader. Ink's own mode erases and repeats every
 * line with every change: a run would be read aloud without end. Here its frames are only remembered; what is new in
 * them is written when the operator did something, below what was written before, and nothing is ever erased.
 */
import type { EventEmitter } from 'node:events'
import { Writable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'

export interface Linear {
  /** For Ink's `stdout`. */
  readonly stdout: NodeJS.WriteStream
  /** What is not as it was; all of it, where one came to something else. */
  tell(whole: boolean): void
}

/** Nobody looks: lines are as long as what they say, and the terminal folds them. */
const least = { columns: 160, rows: 40 } as const

export const createLinear = (
  display: Pick<NodeJS.WriteStream, 'columns' | 'rows'> & EventEmitter,
  write: (text: string) => void,
  pointer: string,
): Linear => {
  let frame: readonly string[] = []
  let told: readonly string[] = []
  const stdout = Object.assign(
    new Writable({
      decodeStrings: false,
      write: (chunk: string | Buffer, _encoding, done) => {
        // A frame is one write; what else is written moves the cursor and erases.
        const lines = linesOf(stripVTControlCharacters(String(chunk)))
        if (lines.length > 0) frame = lines
        done()
      },
    }),
    { isTTY: true as const },
  )
  Object.defineProperties(stdout, {
    columns: { get: () => Math.max(least.columns, display.columns) },
    rows: { get: () => Math.max(least.rows, display.rows) },
  })
  return {
    // What Ink uses of a terminal is all there.
    stdout: stdout as unknown as NodeJS.WriteStream,
    tell: whole => {
      const news = whole ? frame : newsIn(frame, told, pointer)
      told = frame
      if (news.length > 0) write(`${whole ? '\n' : ''}${news.join('\n')}\n`)
    },
  }
}

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map(line =>
      line
        .replaceAll(/\s{2,}/g, '  ')
        .replaceAll(/: +/g, ': ')
        .trim(),
    )
    .filter(line => line !== '')

const timeless = (line: string): string => line.replaceAll(/\b\d+(:\d\d)+\b|\b\d+ s\b/g, '')

/** A line that only lost the pointer is no news, the one that has it now is; and time goes by for everything. */
const newsIn = (frame: readonly string[], told: readonly string[], pointer: string): readonly string[] => {
  const before = told.map(timeless)
  const known = new Set(before.flatMap(line => [line, line.replace(pointer, '').trim()]))
  return frame.filter(line => !known.has(timeless(line)))
}
