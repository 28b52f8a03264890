/** iPXE's commands, as far as boot scripts use them. What a real one would print on failure is said. */
import { type Done, isScript, type Loaded, type Run, settingIn } from './hands.ts'

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
    const outcome = await run.nested(image.kept.toString('latin1'))
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

export const commands: Readonly<Record<string, Implementation>> = {
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
    run.memory.settings.set(name, String(Number(settingIn(run, name) ?? 0) + Number(by)))
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
