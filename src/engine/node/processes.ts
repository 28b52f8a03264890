/**
 * Programs, through `execa`. It is trusted with starting them, with ending their whole process group on
 * abort or timeout (SIGTERM, then SIGKILL), on our own exit too, and with which cause came first. Not
 * trusted: it waits for as long as anything holds the output open (ssh's shared connections do, for
 * minutes), and keeps 100 MB of it.
 */
import { execa, type Options } from 'execa'
import type { Processes, ProcessOptions, ProcessResult } from '../world.ts'
import { errnoOf } from './errno.ts'
import { findProgram } from './find-program.ts'
import { splitLines } from './lines.ts'
import { keepLast } from './tail.ts'

export const createProcesses = ({ grace = 5_000 } = {}): Processes => ({
  run: options => run(options, grace),
  find: findProgram,
})

const kept = 1024 * 1024
const longestLine = 16 * 1024
/** How long output may trail behind the end of the program that we started. */
const trailing = 1_000

const run = async (options: ProcessOptions, grace: number): Promise<ProcessResult> => {
  if (options.signal?.aborted) return { ended: 'aborted', exitCode: undefined, stdout: '', stderr: '' }
  try {
    return await start(options, grace)
  } catch (error) {
    return { ended: 'notStarted', exitCode: undefined, stdout: '', stderr: '', reason: errnoOf(error) }
  }
}

const start = async (options: ProcessOptions, grace: number): Promise<ProcessResult> => {
  const [program, ...args] = options.bound ? await boundToUs(options.command) : options.command
  const child = execa(program, args, { ...settings, ...given(options), forceKillAfterDelay: grace })
  const stdout = collect(child.stdout, line => options.line?.(line, 'stdout'))
  const stderr = collect(child.stderr, line => options.line?.(line, 'stderr'))
  child.nodeChildProcess.once('exit', () => stopWaiting(child.stdout, child.stderr))
  const result = await child
  // Members of its group that outlived their leader and hold no output: execa does not wait for them.
  if (result.isCanceled || result.timedOut) child.kill('SIGKILL')
  return { ...endOf(result, child.pid), stdout: stdout.end(), stderr: stderr.end() }
}

const binding = ['setpriv', '--pdeathsig', 'KILL'] as const

/** Not with busybox's `setpriv`, and not for a program that is missing: that is for whoever called it to know. */
const boundToUs = async (command: ProcessOptions['command']): Promise<ProcessOptions['command']> => {
  const [setpriv, ...args] = [...binding, 'true']
  if ((await findProgram(setpriv)) === undefined || (await findProgram(command[0])) === undefined)
    return command
  const { exitCode } = await execa(setpriv, args, { reject: false, stdio: 'ignore' })
  return exitCode === 0 ? [...binding, ...command] : command
}

const settings = {
  reject: false,
  buffer: false,
  killDescendants: true,
} as const satisfies Options

const given = ({ env, cwd, input, signal, timeout }: ProcessOptions) => ({
  ...(env && { env }),
  ...(cwd !== undefined && { cwd }),
  // Without input there is none: the terminal is the screen's.
  ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
  ...(signal && { cancelSignal: signal }),
  ...(timeout !== undefined && { timeout }),
})

interface Ending {
  readonly isCanceled: boolean
  readonly timedOut: boolean
  readonly exitCode?: number | undefined
  readonly signal?: string | undefined
  readonly code?: string | undefined
  readonly cause?: unknown
}

const endOf = (
  result: Ending,
  pid: number | undefined,
): Pick<ProcessResult, 'ended' | 'exitCode' | 'reason'> => {
  const { exitCode } = result
  if (result.isCanceled) return { ended: 'aborted', exitCode }
  if (pid === undefined)
    return { ended: 'notStarted', exitCode, reason: result.code ?? errnoOf(result.cause) }
  if (result.timedOut) return { ended: 'timedOut', exitCode }
  if (result.signal !== undefined) return { ended: 'killed', exitCode, reason: result.signal }
  return { ended: 'exited', exitCode }
}

const collect = (stream: NodeJS.ReadableStream, line: (line: string) => void) => {
  const lines = splitLines(line, longestLine)
  const last = keepLast(kept)
  stream.on('data', (chunk: Buffer) => {
    last.add(chunk)
    lines.add(chunk)
  })
  return {
    end: () => {
      lines.end()
      return last.text()
    },
  }
}

interface Destroyable {
  destroy(): void
}

/** Whatever still holds the output open is not ours to wait for. */
const stopWaiting = (...streams: readonly Destroyable[]): void => {
  setTimeout(() => {
    for (const stream of streams) stream.destroy()
  }, trailing).unref()
}
