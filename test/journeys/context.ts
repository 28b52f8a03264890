/** What a command is given in a story: the real world, a home of its own, and somebody who writes down what is said. */
import type { Context } from '../../src/cli/context.ts'
import { createWorld } from '../../src/engine/node/world.ts'

export interface Heard extends Context {
  readonly said: readonly string[]
  readonly complained: readonly string[]
  /** As if the operator pressed Ctrl-C. */
  interrupt(): void
}

export const contextIn = (folder: string, given: Partial<Context> = {}): Heard => {
  const said: string[] = []
  const complained: string[] = []
  const receivers = new Set<(signal: string) => void>()
  return {
    world: createWorld(),
    out: line => said.push(line),
    write: text => said.push(text),
    err: line => complained.push(line),
    env: { XDG_STATE_HOME: `${folder}/state` },
    cwd: folder,
    home: folder,
    version: 'story',
    root: process.cwd(),
    terminal: false,
    onSignal: receive => {
      receivers.add(receive)
      return () => receivers.delete(receive)
    },
    ...given,
    said,
    complained,
    interrupt: () => {
      for (const receive of receivers) receive('SIGINT')
    },
  }
}
