/**
 * The one reader in front of everything: a stdin of our own for Ink. A terminal sends keys in bursts, and whoever
 * reads them at once acts on all but the first against a screen that is no longer true. This hands over one key a
 * turn, so that each is acted on before the next is seen.
 */
import { Readable } from 'node:stream'
import { createSplitter, type Token } from './split.ts'

/** What is needed of the terminal: `process.stdin`, or a test's. */
export interface Keyboard {
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown
  off(event: 'data', listener: (bytes: Uint8Array) => void): unknown
  resume(): unknown
  pause(): unknown
  setRawMode(on: boolean): unknown
}

export interface KeyStreamOptions {
  readonly keyboard: Keyboard
  readonly now: () => number
  readonly paste: (text: string) => void
  readonly reply: (bytes: string) => void
}

export interface KeyStream {
  /** For Ink's `stdin`. */
  readonly stdin: Readable & NodeJS.ReadableStream
  /** When the bytes of the key just handed over arrived. */
  arrived(): number
  /** Nothing was sent that is not yet handed over. */
  idle(): boolean
  close(): void
}

interface Waiting {
  readonly token: Token
  readonly arrived: number
}

/** Milliseconds until an escape byte is Esc, and until a reply or paste that stopped short is given up. */
const patience = { briefly: 60, long: 1000 } as const

/** More than anyone types ahead: what comes faster than it can be acted on is not meant as keys. */
const longest = 4096

export const createKeyStream = ({ keyboard, now, paste, reply }: KeyStreamOptions): KeyStream => {
  const splitter = createSplitter()
  const text = new TextDecoder('utf-8')
  let queue: Waiting[] = []
  let arrived = 0
  let asked = false
  let turn: NodeJS.Immediate | undefined
  let timer: NodeJS.Timeout | undefined

  const handOver = (): void => {
    turn = undefined
    const next = queue.shift()
    if (next === undefined) return
    arrived = next.arrived
    if (next.token.kind === 'key') {
      asked = false
      stdin.push(next.token.bytes)
      return
    }
    if (next.token.kind === 'paste') paste(next.token.text)
    soon()
  }

  const soon = (): void => {
    if (asked && queue.length > 0) turn ??= setImmediate(handOver)
  }

  const take = (tokens: readonly Token[]): void => {
    for (const token of tokens) {
      if (token.kind === 'reply') reply(token.bytes)
      else queue.push({ token, arrived: now() })
    }
    if (queue.length > longest) queue = queue.slice(0, longest)
    soon()
  }

  const receive = (bytes: Uint8Array): void => {
    clearTimeout(timer)
    take(splitter.push(text.decode(bytes, { stream: true })))
    const { waits } = splitter
    if (waits !== 'nothing') timer = setTimeout(() => take(splitter.quiet()), patience[waits])
  }

  const setRawMode = (on: boolean): void => {
    keyboard.setRawMode(on)
    keyboard.off('data', receive)
    if (on) keyboard.on('data', receive)
    if (on) keyboard.resume()
    else keyboard.pause()
  }

  // One character is the whole buffer: asked for the next key only when the last was read.
  const stdin = Object.assign(
    new Readable({
      highWaterMark: 1,
      encoding: 'utf8',
      read: () => {
        asked = true
        soon()
      },
    }),
    { isTTY: true as const, setRawMode, ref: () => {}, unref: () => {} },
  )

  const close = (): void => {
    clearTimeout(timer)
    clearImmediate(turn)
    setRawMode(false)
    queue = []
  }

  const idle = (): boolean => queue.length === 0 && splitter.waits === 'nothing' && stdin.readableLength === 0
  return { stdin, arrived: () => arrived, idle, close }
}
