/** The terminal this process was started on: its keyboard, its display, and how it may be lost or left. */
import { writeSync } from 'node:fs'
import type { Keyboard } from '../ui/input/key-stream.ts'

export interface Tty {
  readonly keyboard: Keyboard
  readonly display: NodeJS.WriteStream
  /** Written when it returns; a terminal that went away is no failure. */
  write(text: string): void
  /** The line was dropped, or the window closed: nobody is there any more. */
  onLost(lost: () => void): () => void
  /** The shell was given the terminal and gave it back without asking us: `kill -STOP`, `fg`. */
  onBack(back: () => void): () => void
  /** Somebody outside asks us to stand aside (`kill -TSTP`). */
  onStandAside(aside: () => void): () => void
  /** Before anything else is said about a crash, and at every other end. */
  onEnd(end: () => void): () => void
  sleep(): Promise<void>
}

export const createTty = (): Tty => {
  // A terminal that went away says so again with everything that is still tried on it.
  process.stdin.on('error', () => {})
  return {
    keyboard: process.stdin,
    display: process.stdout,
    ...{ write, onLost, onEnd, sleep },
    onBack: back => listen('SIGCONT', back),
    onStandAside: aside => listen('SIGTSTP', aside),
  }
}

const write = (text: string): void => {
  try {
    writeSync(process.stdout.fd, text)
  } catch {
    // EIO, EPIPE: there is nobody to tell.
  }
}

const onLost = (lost: () => void): (() => void) => {
  process.on('SIGHUP', lost)
  process.stdin.on('end', lost).on('error', lost)
  process.stdout.on('error', lost)
  return () => {
    process.off('SIGHUP', lost)
    process.stdin.off('end', lost).off('error', lost)
    process.stdout.off('error', lost)
  }
}

/** Signals that end the process as it stands; SIGKILL alone leaves nobody to tidy up. */
const fatal = [
  'SIGQUIT',
  'SIGABRT',
  'SIGALRM',
  'SIGVTALRM',
  'SIGXCPU',
  'SIGXFSZ',
  'SIGUSR2',
  'SIGSYS',
] as const

/** A crash is heard of before its cause is printed, a fatal signal before it does what it does. */
const onEnd = (end: () => void): (() => void) => {
  const die = (signal: NodeJS.Signals): void => {
    end()
    process.kill(process.pid, signal)
  }
  process.on('uncaughtExceptionMonitor', end).on('exit', end)
  for (const signal of fatal) process.once(signal, die)
  return () => {
    process.off('uncaughtExceptionMonitor', end).off('exit', end)
    for (const signal of fatal) process.off(signal, die)
  }
}

const listen = (signal: 'SIGCONT' | 'SIGTSTP', heard: () => void): (() => void) => {
  process.on(signal, heard)
  return () => process.off(signal, heard)
}

/** Milliseconds after which we are not going to be stopped: a shell without job control ignores it. */
const dozes = 200

/** With the whole job, as the terminal itself would: our own handlers stand aside for the kernel's. */
const sleep = async (): Promise<void> => {
  const ours = process.listeners('SIGTSTP')
  process.removeAllListeners('SIGTSTP')
  await new Promise<void>(resolve => {
    const wake = (): void => {
      clearTimeout(timer)
      process.off('SIGCONT', wake)
      resolve()
    }
    const timer = setTimeout(wake, dozes)
    process.on('SIGCONT', wake)
    process.kill(0, 'SIGTSTP')
  })
  for (const listener of ours) process.on('SIGTSTP', listener)
}
