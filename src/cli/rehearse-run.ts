/** This program once more, as `run`, in the machines' network; what they say on their consoles is told to it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { bridgeInterface } from '../lab/vm/bridge.ts'
import type { Lab } from '../lab/vm/lab.ts'
import type { ConsoleLine } from './consoles.ts'
import { type Context, exitCodes } from './context.ts'
import type { RehearseFlags } from './flags.ts'

/** Everything but where it serves and from what is as it was asked for. */
export const argumentsOf = (flags: RehearseFlags, address: string): readonly string[] => {
  const { firmware: _, networkFirst: __, memory: ___, disk: ____, check: _____, ...kept } = flags
  const served = { ...kept, interface: bridgeInterface, address }
  return ['run', ...Object.entries(served).flatMap(([name, value]) => flagOf(name, value))]
}

const flagOf = (name: string, value: string | number | boolean | readonly string[] | undefined): string[] => {
  const flag = `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
  if (value === undefined || value === false) return []
  if (value === true) return [flag]
  return [value].flat().flatMap(each => [flag, String(each)])
}

export const runInside = async (
  lab: Lab,
  args: readonly string[],
  state: string,
  context: Context,
): Promise<number> => {
  const [program, ...rest] = lab.inside([process.execPath, process.argv[1] ?? '', ...args])
  // Killed outright, the run leaves its private folder: it is swept with the lab.
  const env = { ...context.env, XDG_STATE_HOME: state, TMPDIR: lab.folder, FIRSTLIGHT_REHEARSAL: '1' }
  const child = spawn(program, rest, {
    cwd: context.cwd,
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  const deaf = [...lab.machines.values()].map(({ name, console }) =>
    console.listen(line => {
      if (child.connected) child.send({ host: name, line } satisfies ConsoleLine, () => {})
    }),
  )
  // A terminal tells its whole group of Ctrl-C; whoever else sends a signal sends it to us alone.
  const unhear = context.onSignal(signal => {
    if (!context.terminal || signal === 'SIGTERM') child.kill(signal as NodeJS.Signals)
  })
  try {
    const [code] = await once(child, 'close')
    return typeof code === 'number' ? code : exitCodes.machineFailed
  } finally {
    unhear()
    for (const stop of deaf) stop()
  }
}
