/** Runs commands on a simulated machine: the shell around what that machine can do. */
import { type Item, type Node, NotUnderstood, type Redirect, readScript } from './syntax.ts'

export interface Process {
  /** Everything up to the end of its input. */
  input(): Promise<Buffer>
  out(text: string): void
  err(text: string): void
}

export type Command = (args: readonly string[], process: Process) => number | Promise<number>

export interface Abilities {
  command(name: string): Command | undefined
  /** For `>`: nothing else is ever written by redirection. */
  write(path: string, content: string): void
  rest(seconds: number): Promise<void>
}

export const runScript = async (script: string, process: Process, able: Abilities): Promise<number> => {
  try {
    return await runList(readScript(script), process, able)
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error
    process.err(`sh: ${error.message}\n`)
    return 2
  }
}

const runList = async (list: readonly Item[], process: Process, able: Abilities): Promise<number> => {
  let code = 0
  for (const { node, when, background } of list) {
    if (when !== 'always' && (when === 'success') !== (code === 0)) continue
    const run = runNode(node, process, able)
    // Nobody waits for it: it ends with the machine at the latest.
    if (background) void run.catch(() => undefined)
    code = background ? 0 : await run
  }
  return code
}

const runNode = async (node: Node, process: Process, able: Abilities): Promise<number> => {
  const output = redirected(process, node.redirects)
  const code =
    node.kind === 'group'
      ? await runList(node.list, output.process, able)
      : await runWords(node.words.filter(isNoAssignment), output.process, able)
  for (const [path, content] of output.files()) able.write(path, content)
  return code
}

const isNoAssignment = (word: string, at: number, words: readonly string[]): boolean =>
  !(/^\w+=/.test(word) && words.slice(0, at).every(before => /^\w+=/.test(before)))

const runWords = async (words: readonly string[], process: Process, able: Abilities): Promise<number> => {
  const [name, ...args] = words
  if (name === undefined) return 0
  const around = Object.hasOwn(wrappers, name) ? wrappers[name] : undefined
  if (around !== undefined) return around(args, process, able)
  const command = able.command(name)
  if (command !== undefined) return command(args, process)
  process.err(`sh: line 1: ${name}: command not found\n`)
  return 127
}

type Wrapper = (args: readonly string[], process: Process, able: Abilities) => number | Promise<number>

const pass: Wrapper = (args, process, able) => runWords(args, process, able)

/** Commands that run commands, and what every shell has built in. */
const wrappers: Readonly<Record<string, Wrapper>> = {
  nohup: pass,
  exec: pass,
  setsid: (args, process, able) => runWords(withoutFlags(args), process, able),
  timeout: (args, process, able) => runWords(withoutFlags(args).slice(1), process, able),
  sh: (args, process, able) => runShell(args, process, able),
  bash: (args, process, able) => runShell(args, process, able),
  command: ([flag, name = ''], _, able) => (flag === '-v' && exists(name, able) ? 0 : 1),
  true: () => 0,
  false: () => 1,
  ':': () => 0,
  exit: ([code = '0']) => Number(code),
  set: () => 0,
  umask: () => 0,
  export: () => 0,
  echo: (args, { out }) => {
    out(`${args.join(' ')}\n`)
    return 0
  },
  sleep: async ([seconds = '0'], _, able) => {
    await able.rest(Number(seconds))
    return 0
  },
}

/** Its own flags only: what follows its first word belongs to the command it runs. */
const withoutFlags = (args: readonly string[]): readonly string[] =>
  args.slice(args.findIndex(arg => !arg.startsWith('-')))

const exists = (name: string, able: Abilities): boolean =>
  Object.hasOwn(wrappers, name) || able.command(name) !== undefined

/** `sh -c SCRIPT`, and `sh -s ARGUMENTS` with the script as its input. */
const runShell: Wrapper = async (args, process, able) => {
  if (args[0] === '-c') return runScript(args[1] ?? '', process, able)
  const own = args[0] === '-s' ? args.slice(1) : args
  const script = (await process.input()).toString()
  const scripted = able.command(`script ${own[0] ?? ''}`)
  return scripted === undefined ? runScript(script, process, able) : scripted(own, process)
}

const redirected = (process: Process, redirects: readonly Redirect[]) => {
  const files = new Map<string, string>()
  const sink = (from: string, otherwise: (text: string) => void): ((text: string) => void) => {
    const to = redirects.findLast(redirect => redirect.from.replace(/^>/, '1>').startsWith(from))?.to
    if (to === undefined) return otherwise
    if (to === '/dev/null') return () => undefined
    if (to.startsWith('&')) return to === '&1' ? text => out(text) : text => err(text)
    files.set(to, '')
    return text => files.set(to, (files.get(to) ?? '') + text)
  }
  const out: (text: string) => void = sink('1>', process.out)
  const err: (text: string) => void = sink('2>', process.err)
  const silent = redirects.some(({ from, to }) => from === '<' && to === '/dev/null')
  const input = silent ? async () => Buffer.of() : process.input
  return { process: { input, out, err }, files: () => files }
}
