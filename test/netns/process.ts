/** A program in a namespace, heard line by line. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface Running extends AsyncDisposable {
  readonly lines: string[]
  /** The first line, heard or yet to come, that this holds for. */
  line(wanted: (line: string) => boolean): Promise<string>
  /** Its exit code, once it has ended and everything it said is heard. */
  readonly ended: Promise<number | null>
  signal(name: NodeJS.Signals): void
}

export const startIn = (namespace: string, ...command: readonly string[]): Running => {
  const child = spawn('ip', ['netns', 'exec', namespace, ...command], { stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  const heard: (() => void)[] = []
  const wakeAll = (): void => {
    for (const wake of heard.splice(0)) wake()
  }
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', line => {
      lines.push(line)
      wakeAll()
    })
  }
  child.on('exit', wakeAll)
  return {
    lines,
    ended: once(child, 'close').then(([code]) => code as number | null),
    signal: name => void child.kill(name),
    line: wanted => lineOf(child, lines, heard, wanted),
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.kill()
      await exited
    },
  }
}

const lineOf = async (
  child: ChildProcess,
  lines: readonly string[],
  heard: (() => void)[],
  wanted: (line: string) => boolean,
): Promise<string> => {
  for (;;) {
    const found = lines.find(wanted)
    if (found !== undefined) return found
    if (child.exitCode !== null) throw new Error(`it ended without saying so:\n${lines.join('\n')}`)
    await new Promise<void>(wake => heard.push(wake))
  }
}
