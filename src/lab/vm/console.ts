/**
 * A machine's serial console: bytes in, clean lines out, to a file, to whoever listens and to whoever waits.
 * It outlives restarts of its machine. Control sequences are dropped: firmware draws with them.
 */
import { stripVTControlCharacters } from 'node:util'

export interface Console {
  readonly lines: readonly string[]
  write(bytes: Uint8Array | string): void
  /** Every line from now on; the returned function ends it. */
  listen(listener: (line: string) => void): () => void
  /** The first line matching from `lines[from]` on, come or yet to come; rejects when the signal aborts. */
  until(pattern: RegExp, options: { readonly from?: number; readonly signal: AbortSignal }): Promise<string>
}

const longest = 4096
/** `ESC [ = 3 h`, which OVMF sets its screen with, is in no standard that node's own function knows. */
const screenModes = /\p{Cc}\[=\d*[a-z]/giu
const printable = (line: string): string =>
  stripVTControlCharacters(line.replace(screenModes, ''))
    .replace(/\p{Cc}/gu, '')
    .slice(0, longest)

export const openConsole = (record: (line: string) => void): Console => {
  const lines: string[] = []
  const listeners = new Set<(line: string) => void>()
  const decoder = new TextDecoder()
  let rest = ''

  const say = (line: string): void => {
    if (line.trim() === '') return
    lines.push(line)
    record(line)
    for (const listener of listeners) listener(line)
  }

  const listen = (listener: (line: string) => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }

  return {
    lines,
    listen,
    write(bytes) {
      rest += typeof bytes === 'string' ? bytes : decoder.decode(bytes, { stream: true })
      const parts = rest.split(/[\r\n]+/)
      rest = (parts.pop() ?? '').slice(-longest)
      for (const part of parts) say(printable(part))
    },
    until: (pattern, { from = 0, signal }) => waitFor(pattern, lines.slice(from), listen, signal),
  }
}

const waitFor = (
  pattern: RegExp,
  said: readonly string[],
  listen: Console['listen'],
  signal: AbortSignal,
): Promise<string> => {
  const already = said.find(line => pattern.test(line))
  if (already !== undefined) return Promise.resolve(already)
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      stop()
      signal.removeEventListener('abort', aborted)
      act()
    }
    const stop = listen(line => pattern.test(line) && settle(() => resolve(line)))
    const aborted = () => settle(() => reject(signal.reason))
    if (signal.aborted) aborted()
    else signal.addEventListener('abort', aborted)
  })
}
