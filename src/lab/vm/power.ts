/**
 * Power of one machine: off until somebody calls or says `on`. QEMU ignores magic packets, so a listener
 * stands in for the network card of a machine that is off.
 */
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { type Command, inside } from './command.ts'
import type { Console } from './console.ts'

export interface Power {
  readonly isOn: boolean
  /** Harmless on a machine that is on. */
  on(): void
  /** As if the plug were pulled; resolves when it is off. Harmless on a machine that is off. */
  off(): Promise<void>
  reset(): Promise<void>
  /** Resolves when the machine has gone off, by itself or not; at once when it is off. */
  ended(): Promise<void>
}

export const openPower = (command: Command, console: Console): Power => {
  let running: Promise<void> | undefined
  let pull = (): void => {}

  const on = (): void => {
    if (running) return
    const [program, ...args] = command
    const child = execa(program, args, { reject: false, buffer: false, stdin: 'ignore' })
    child.stdout.on('data', (bytes: Uint8Array) => console.write(bytes))
    child.stderr.on('data', (bytes: Uint8Array) => console.write(bytes))
    pull = () => void child.kill('SIGKILL')
    running = child.then(() => {
      running = undefined
    })
  }
  const ended = (): Promise<void> => running ?? Promise.resolve()
  const off = (): Promise<void> => {
    if (running) pull()
    return ended()
  }
  return {
    get isOn() {
      return running !== undefined
    },
    on,
    off,
    ended,
    reset: () => off().then(on),
  }
}

/** The port of the `discard` service: where magic packets are sent by custom. */
export const wakePort = 9

// Compiled or not: the listener lies beside this file, in the same form.
const listener = fileURLToPath(import.meta.url).replace(/power\.(\w+)$/, 'listen.$1')

/** Calls `called` with the MAC of each magic packet to the broadcast address; resolves once it listens. */
export const listenForCalls = async (
  namespace: string,
  broadcast: string,
  called: (mac: string) => void,
): Promise<{ stop(): Promise<void> }> => {
  const [program, ...args] = inside(namespace, [process.execPath, listener, broadcast, String(wakePort)])
  const child = execa(program, args, { reject: false, buffer: false, stdin: 'ignore', lines: true })
  const lines = child.iterable()[Symbol.asyncIterator]()
  const first = await lines.next()
  if (first.done)
    throw new Error(`nothing listens for magic packets on ${broadcast}: ${(await child).shortMessage}`)
  const reading = (async () => {
    for (let next = await lines.next(); !next.done; next = await lines.next()) called(String(next.value))
  })()
  return {
    async stop() {
      child.kill('SIGKILL')
      await Promise.allSettled([child, reading])
    },
  }
}
