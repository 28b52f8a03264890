/** A command's context over a fake world; what it says is kept. */

import { createHash } from 'node:crypto'
import type { Context } from '../../src/cli/context.ts'
import type { Clock, Files, Processes, World } from '../../src/engine/world.ts'
import { fakeFiles, fakeProcesses } from '../fakes/world.ts'

export interface FakeContext extends Context {
  /** What was written to standard output and standard error. */
  readonly said: { out: string; err: string }
  /** As Ctrl-C is. */
  interrupt(): void
}

export interface Outside {
  readonly files?: Files
  readonly processes?: Processes
  readonly terminal?: boolean
}

export const fakeContext = ({
  files = fakeFiles(),
  processes = fakeProcesses(),
  terminal = false,
}: Outside) => {
  const said = { out: '', err: '' }
  const hearing = new Set<(signal: string) => void>()
  const clock: Clock = { now: () => Date.UTC(2026, 0, 2), after: () => () => {}, sleep: async () => {} }
  const hash = (text: string) => createHash('sha256').update(text).digest('hex')
  const context: FakeContext = {
    // What a command under test does not touch is not there at all.
    world: { files, processes, clock, hash } as unknown as World,
    ...{ said, terminal, env: {}, cwd: '/here', home: '/home/op', version: '1.2.3', root: '/program' },
    out: line => {
      said.out += `${line}\n`
    },
    write: text => {
      said.out += text
    },
    err: line => {
      said.err += `${line}\n`
    },
    onSignal: receive => {
      hearing.add(receive)
      return () => hearing.delete(receive)
    },
    interrupt: () => {
      for (const receive of hearing) receive('SIGINT')
    },
  }
  return context
}
