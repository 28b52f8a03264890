/** Runs an iPXE script line by line, as iPXE's image/script.c does: the first line that fails ends it. */
import { commands } from './commands.ts'
import { type Done, type Hands, type Memory, type Outcome, type Run, settingIn } from './hands.ts'
import { expand, readLine } from './words.ts'

/** No real script takes this many lines; one that does would never end on metal either. */
const mostLines = 100_000

export const interpret = async (script: string, hands: Hands, memory: Memory): Promise<Outcome> => {
  const run: Run = {
    lines: script.replaceAll('\\\n', '').split('\n'),
    hands,
    memory,
    at: 1,
    nested: inner => interpret(inner, hands, memory),
  }
  for (let count = 0; run.at < run.lines.length && count < mostLines; count++) {
    const line = run.lines[run.at] ?? ''
    run.at += 1
    const done = line.trim().startsWith(':') ? 0 : await runLine(run, line)
    if (typeof done !== 'number') return done
    if (done !== 0) return { to: 'firmware', code: done }
  }
  return { to: 'firmware', code: 0 }
}

const runLine = async (run: Run, line: string): Promise<Done> => {
  let code = 0
  for (const { words, when } of readLine(line)) {
    if (when !== 'always' && (when === 'success') !== (code === 0)) continue
    const [name, ...args] = words.map(word => expand(word, name => settingIn(run, name)))
    const done = name === undefined ? 0 : await runCommand(run, name, args)
    if (typeof done !== 'number') return done
    code = done
  }
  return code
}

const runCommand = async (run: Run, name: string, args: readonly string[]): Promise<Done> => {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command !== undefined) return command(run, args)
  run.hands.say(`${name}: command not found`)
  return 1
}
