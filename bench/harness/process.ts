/** Programs that are measured or that measure: started, heard, weighed, and ended with everything they started. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'

export interface Running extends AsyncDisposable {
  readonly pid: number
  /** Seconds of processor time so far, its children's included. */
  cpu(): number
  /** The most memory it ever had, in bytes. */
  peak(): number
  /** The first line of its output that this holds for. */
  line(wanted: RegExp): Promise<string>
  /** All it said, once it ended; badly only with one of these exit codes. */
  output(...accepted: readonly number[]): Promise<string>
}

export interface StartOptions {
  /** In this network namespace instead of ours. */
  readonly namespace?: string
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Our own parts run by the node that runs us; with FIRSTLIGHT_BENCH_PROFILE they leave a profile there. */
export const nodeCommand = (file: string, ...args: readonly string[]): [string, ...string[]] => {
  const profiles = process.env.FIRSTLIGHT_BENCH_PROFILE
  const profile = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`]
  return [process.execPath, ...profile, file, ...args]
}

export const start = (command: readonly [string, ...string[]], options: StartOptions = {}): Running => {
  const { namespace, cwd, env } = options
  const whole = namespace === undefined ? command : ['ip', 'netns', 'exec', namespace, ...command]
  const [program = '', ...args] = whole
  const child = spawn(program, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const closed = hear(child, lines)
  const pid = child.pid ?? 0
  return {
    pid,
    cpu: () => cpuOf(pid),
    peak: () => peakOf(pid),
    line: wanted => lineOf(child, lines, wanted),
    output: async (...accepted) => {
      await closed
      if (child.exitCode !== 0 && !accepted.includes(child.exitCode ?? -1))
        throw new Error(`${program} ended with ${child.exitCode}:\n${lines.join('\n')}`)
      return lines.join('\n')
    },
    [Symbol.asyncDispose]: () => end(child, closed),
  }
}

const hear = async (child: ChildProcess, lines: string[]): Promise<void> => {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue
    createInterface({ input: stream }).on('line', line => {
      lines.push(line)
      child.emit('said')
    })
  }
  child.on('error', error => lines.push(String(error)))
  await once(child, 'close').catch(() => undefined)
  child.emit('said')
}

const lineOf = async (child: ChildProcess, lines: readonly string[], wanted: RegExp): Promise<string> => {
  for (;;) {
    const found = lines.find(line => wanted.test(line))
    if (found !== undefined) return found
    if (child.exitCode !== null || child.pid === undefined)
      throw new Error(`${child.spawnargs.join(' ')} ended before it said ${wanted}:\n${lines.join('\n')}`)
    await once(child, 'said')
  }
}

/** Politely first, so that profiles are written. */
const end = async (child: ChildProcess, closed: Promise<void>): Promise<void> => {
  const children = descendants(child.pid ?? 0)
  child.kill('SIGTERM')
  const late = new AbortController()
  const patience = setTimeout(5000, undefined, { signal: late.signal }).then(
    () => child.kill('SIGKILL'),
    () => undefined,
  )
  await closed
  late.abort()
  await patience
  for (const pid of children) kill(pid)
}

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

const ticksPerSecond = 100

/** Fields 14 to 17: user and system time, of itself and of its children that ended. */
const cpuOf = (pid: number): number =>
  [pid, ...descendants(pid)].reduce(
    (sum, each) =>
      sum +
      statOf(each)
        .slice(11, 15)
        .reduce((all, ticks) => all + Number(ticks), 0),
    0,
  ) / ticksPerSecond

/** After the name, which may hold spaces and parentheses. */
const statOf = (pid: number): readonly string[] => {
  const text = textOf(`/proc/${pid}/stat`)
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

const peakOf = (pid: number): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(textOf(`/proc/${pid}/status`))?.[1] ?? Number.NaN) * 1024

const descendants = (pid: number): readonly number[] => {
  const children = Map.groupBy(processes(), each => Number(statOf(each)[1]))
  const below = (parent: number): readonly number[] =>
    (children.get(parent) ?? []).flatMap(child => [child, ...below(child)])
  return below(pid)
}

const processes = (): readonly number[] => readdirSync('/proc').map(Number).filter(Number.isInteger)

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
