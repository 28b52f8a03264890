/** Commands of the machine we run on, and the prefix that puts one inside a namespace. */
import { execa } from 'execa'
import { fail, type Result, succeed } from '../../engine/errors.ts'

export type Command = readonly [program: string, ...args: string[]]

export const run = async ([program, ...args]: Command, input = ''): Promise<Result<string>> => {
  const { exitCode, stdout, stderr, shortMessage } = await execa(program, args, { reject: false, input })
  if (exitCode === 0) return succeed(stdout)
  const reason = stderr.trim().split('\n').at(-1) || (shortMessage ?? 'it did not start')
  return fail({
    code: 'lab-command-failed',
    message: `${[program, ...args].join(' ')}: ${reason}`,
    place: 'the virtual lab',
    remedy: 'Run as root, on Linux with network namespaces, bridges and taps',
  })
}

/**
 * Everything of the lab runs behind this. The kernel ends it together with us, whatever ends us: a `kill -9`
 * of this program leaves no virtual machine running.
 */
export const inside = (namespace: string, command: Command): Command => [
  'ip',
  'netns',
  'exec',
  namespace,
  'setpriv',
  '--pdeathsig',
  'KILL',
  ...command,
]
