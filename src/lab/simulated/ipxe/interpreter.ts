/** Runs an iPXE script line by line, as iPXE's image/script.c does: the first line that fails ends it. */
import { expand, readLine } from './words.ts'

/** What a script comes to. */
export type Outcome =
  | {
      readonly to: 'kernel'
      readonly commandLine: string
      readonly kernel: Loaded
      readonly initrds: readonly Loaded[]
    }
  /** Back to the firmware: 0 by `exit` or at the end, anything else by a failure. */
  | { readonly to: 'firmware'; readonly code: number }
  | { readonly to: 'disk'; readonly drive: string; readonly loader: string }
  | { readonly to: 'program'; readonly image: Loaded }
  | { readonly to: 'reboot' }

/** A file in memory; only its beginning is really kept, unless it is a script. */
export interface Loaded {
  readonly name: string
  readonly uri: string
  readonly sha256: string
  readonly bytes: number
  readonly kept: Buffer
  args: string
}

/** What a script may do to the machine it runs on. */
export interface Hands {
  /** Built-in settings: `net0/mac`, `platform`, `uuid`. */
  setting(name: string): string | undefined
  say(line: string): void
  fetch(uri: string): Promise<Omit<Loaded, 'name' | 'args'> | undefined>
  /** Opens a card and gets an address for it. */
  dhcp(): Promise<boolean>
  rest(seconds: number): Promise<void>
  /** Whether this platform can start this file. */
  isKernel(image: Loaded): boolean
  isProgram(image: Loaded): boolean
  /** Whether that loader is on that drive. */
  hasLoader(drive: string, loader: string): boolean
}

/** Settings and images survive from script to script. */
export interface Memory {
  readonly settings: Map<string, string>
  readonly images: Map<string, Loaded>
  /** What `boot` starts when it is given no name. */
  selected: Loaded | undefined
}

export const emptyMemory = (): Memory => ({ settings: new Map(), images: new Map(), selected: undefined })

export const isScript = (bytes: Buffer): boolean => /^#!ipxe\s/.test(bytes.toString('latin1', 0, 8))

/** `settled` outcomes leave the script; a number is a command's return code. */
type Done = number | Outcome

interface Run {
  readonly lines: readonly string[]
  readonly hands: Hands
  readonly memory: Memory
  /** The line that runs. */
  at: number
}

/** No real script takes this many lines; one that does would never end on metal either. */
const mostLines = 100_000

export const interpret = async (script: string, hands: Hands, memory: Memory): Promise<Outcome> => {
  const run: Run = { lines: script.replaceAll('\\\n', '').split('\n'), hands, memory, at: 1 }
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
    const [name, ...args] = words.map(word => expand(word, setting(run)))
    const done = name === undefined ? 0 : await runCommand(run, name, args)
    if (typeof done !== 'number') return done
    code = done
  }
  return code
}

const setting =
  ({ memory, hands }: Run) =>
  (name: string): string | undefined =>
    memory.settings.get(name) ?? hands.setting(name)

const runCommand = async (run: Run, name: string, args: readonly string[]): Promise<Done> => {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command !== undefined) return command(run, args)
  run.hands.say(`${name}: command not found`)
  return 1
}

type Implementation = (run: Run, args: readonly string[]) => Done | Promise<Done>

const fine = (): number => 0

const holds = (condition: boolean): number => (condition ? 0 : 1)

const load =
  (selects: boolean): Implementation =>
  async (run, args) => {
    const image = await fetched(run, args)
    if (image === undefined) return 1
    if (selects && !run.hands.isKernel(image)) return complain(run, `${image.uri}: Exec format error`)
    run.memory.images.set(image.name, image)
    if (selects) run.memory.selected = image
    return 0
  }

/** `--name N`, `-n N` and bare switches, a URI, and then arguments for the image itself. */
const fetched = async ({ hands, memory }: Run, args: readonly string[]): Promise<Loaded | undefined> => {
  const { name, rest } = options(args)
  const [uri, ...own] = rest
  if (uri === undefined) return undefined
  const known = memory.images.get(uri)
  if (known !== undefined) return known
  hands.say(`${uri}...`)
  const file = await hands.fetch(uri)
  return file && { ...file, name: name ?? uri.split('/').at(-1) ?? uri, args: own.join(' ') }
}

const options = (args: readonly string[]) => {
  let name: string | undefined
  let at = 0
  for (; args[at]?.startsWith('-'); at++)
    if (args[at] === '--name' || args[at] === '-n') name = args[++at]
    else if (args[at] === '--timeout' || args[at] === '-t') at += 1
  return { name, rest: args.slice(at) }
}

const complain = ({ hands }: Run, line: string): number => {
  hands.say(line)
  return 1
}

const start = async (run: Run, image: Loaded | undefined): Promise<Done> => {
  if (image === undefined) return complain(run, 'No image selected')
  if (isScript(image.kept)) {
    const outcome = await interpret(image.kept.toString('latin1'), run.hands, run.memory)
    return outcome.to === 'firmware' ? outcome.code : outcome
  }
  if (run.hands.isProgram(image)) return { to: 'program', image }
  if (!run.hands.isKernel(image)) return complain(run, `${image.uri}: Exec format error`)
  const initrds = [...run.memory.images.values()].filter(other => other !== image)
  return { to: 'kernel', commandLine: image.args, kernel: image, initrds }
}

const chain: Implementation = async (run, args) => {
  const image = await fetched(run, args)
  if (image === undefined) return 1
  const done = await start(run, image)
  // --replace: what it replaced does not go on when it ends.
  return typeof done === 'number' && args.includes('--replace') ? { to: 'firmware', code: done } : done
}

const boot: Implementation = (run, [name]) =>
  name === undefined ? start(run, run.memory.selected) : chain(run, [name])

const sanboot: Implementation = (run, args) => {
  const after = (flag: string): string => args[args.indexOf(flag) + 1] ?? ''
  const drive = args.includes('--drive') ? after('--drive') : '0x80'
  const loader = args.includes('--filename') ? after('--filename') : ''
  return run.hands.hasLoader(drive, loader)
    ? { to: 'disk', drive, loader }
    : complain(run, `sanboot: drive ${drive} ${loader}: No such file or directory`)
}

const goto: Implementation = (run, [label]) => {
  const line = run.lines.findIndex(text => text.trim().split(/\s/)[0] === `:${label}`)
  if (line < 0) return complain(run, `goto: ${label}: No such label`)
  run.at = line + 1
  return 0
}

const imgfree: Implementation = ({ memory }) => {
  memory.images.clear()
  memory.selected = undefined
  return 0
}

const commands: Readonly<Record<string, Implementation>> = {
  echo: ({ hands }, words) => {
    hands.say(words.join(' '))
    return 0
  },
  set: ({ memory }, [name = '', ...value]) => {
    memory.settings.set(name, value.join(' '))
    return 0
  },
  clear: ({ memory }, [name = '']) => {
    memory.settings.delete(name)
    return 0
  },
  /** An empty expansion is no argument at all. */
  isset: (_, [value]) => holds(value !== undefined && value !== ''),
  iseq: (_, [a, b]) => holds(a === b),
  inc: (run, [name = '', by = '1']) => {
    run.memory.settings.set(name, String(Number(setting(run)(name) ?? 0) + Number(by)))
    return 0
  },
  goto,
  sleep: async ({ hands }, [seconds = '0']) => {
    await hands.rest(Number(seconds))
    return 0
  },
  dhcp: async ({ hands }) => holds(await hands.dhcp()),
  ifconf: async ({ hands }) => holds(await hands.dhcp()),
  ifopen: fine,
  ifclose: fine,
  ifstat: fine,
  imgstat: fine,
  prompt: fine,
  kernel: load(true),
  imgselect: load(true),
  initrd: load(false),
  module: load(false),
  imgfetch: load(false),
  imgfree,
  imgargs: ({ memory }, [name = '', ...args]) => {
    const image = memory.images.get(name)
    if (image !== undefined) image.args = args.join(' ')
    return holds(image !== undefined)
  },
  chain,
  boot,
  imgexec: boot,
  sanboot,
  exit: (_, [code = '0']) => ({ to: 'firmware', code: Number(code) }),
  reboot: () => ({ to: 'reboot' }),
}
