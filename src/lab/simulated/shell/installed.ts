/**
 * What an installed system can do to itself: take store paths, keep generations, switch between them, and run
 * timers. What a system is like is in its name: `-loses-network`, `-unhealthy` and `-fails-to-switch` are.
 */
import type { Disk, File, Tree } from '../disks.ts'
import type { Uptime } from '../uptime.ts'
import { unpack } from './archive.ts'
import { type Abilities, type Command, type Process, runScript } from './shell.ts'

export interface Installation {
  readonly uptime: Uptime
  readonly disk: Disk
  /** What /run/current-system points at. */
  running: string
  readonly network: { up(): void; down(): void }
}

export interface InstalledShell {
  command(name: string): Command | undefined
  /** systemd's units: nothing for verbs and units that are none of ours. */
  unit(verb: string, name: string): number | undefined
  file(path: string): Buffer | undefined
  list(folder: string): readonly string[]
}

export const createInstalledShell = (installation: Installation): InstalledShell => {
  const timers = createTimers(installation, name => command(name))
  const own: Readonly<Record<string, Command>> = {
    'nix-store': (args, process) => nixStore(installation, args, process),
    'nix-env': (args, process) => nixEnv(installation, args, process),
    'systemd-run': (args, process) => timers.run(args, process),
  }
  const command = (name: string): Command | undefined => {
    if (Object.hasOwn(own, name)) return own[name]
    if (/^\/nix\/store\/[^/]+\/sw\/bin\/nix-env$/.test(name)) return own['nix-env']
    const system = name.match(
      /^(\/nix\/(?:store\/[^/]+|var\/nix\/profiles\/system))\/bin\/switch-to-configuration$/,
    )
    return system?.[1] === undefined ? undefined : switcher(installation, system[1])
  }
  return {
    command,
    unit: timers.unit,
    file: path => fileAt(installation, path)?.content,
    list: folder => namesIn(installation, folder),
  }
}

const treeOf = ({ contents }: Disk): Tree | undefined =>
  contents.kind === 'installed' ? contents.tree : undefined

/** A system's own /etc comes before what was copied there. */
const fileAt = ({ disk, running }: Installation, path: string): File | undefined => {
  const files = treeOf(disk)?.files
  return files?.get(`${running}${path}`.slice(1)) ?? files?.get(path.slice(1))
}

const namesIn = ({ disk, running }: Installation, folder: string): readonly string[] => {
  const inside = [`${running}${folder}/`, `${folder}/`].map(prefix => prefix.slice(1))
  const names = [...(treeOf(disk)?.files.keys() ?? [])].flatMap(path =>
    inside.flatMap(prefix => (path.startsWith(prefix) ? [path.slice(prefix.length)] : [])),
  )
  return [...new Set(names)].sort()
}

const nixStore = async (
  { uptime, disk }: Installation,
  args: readonly string[],
  { input, out, err }: Process,
): Promise<number> => {
  const known = treeOf(disk)?.store
  if (args.includes('--print-invalid')) {
    for (const path of args) if (path.startsWith('/nix/store/') && !known?.has(path)) out(`${path}\n`)
    return 0
  }
  const packed = unpack((await input()).toString())
  if (packed === undefined || disk.contents.kind !== 'installed') {
    err('error: input does not look like a store path\n')
    return 1
  }
  await uptime.carry(packed.bytes)
  const { tree } = disk.contents
  const files = new Map([...tree.files, ...filesOf(packed.path, packed.content)])
  disk.contents = { ...disk.contents, tree: { store: new Set([...tree.store, packed.path]), files } }
  return 0
}

/** A system of the lab brings its /etc as JSON; other paths are only there. */
const filesOf = (path: string, content: string): readonly (readonly [string, File])[] => {
  if (!content.startsWith('{')) return []
  const files = Object.entries(JSON.parse(content) as Record<string, string>)
  return files.map(([name, text]) => [`${path}${name}`.slice(1), { mode: 0o444, content: Buffer.from(text) }])
}

const nixEnv = ({ disk }: Installation, args: readonly string[], { err }: Process): number => {
  const { contents } = disk
  if (contents.kind !== 'installed') return 1
  const { system, earlier = [] } = contents
  if (args.includes('--rollback')) {
    const before = earlier.at(-1)
    if (before === undefined) err('error: no generation older than the current (1) exists\n')
    else disk.contents = { ...contents, system: before, earlier: earlier.slice(0, -1) }
    return before === undefined ? 1 : 0
  }
  const wanted = args[args.indexOf('--set') + 1] ?? ''
  if (!contents.tree.store.has(wanted)) {
    err(`error: path '${wanted}' does not exist\n`)
    return 1
  }
  if (wanted !== system) disk.contents = { ...contents, system: wanted, earlier: [...earlier, system] }
  return 0
}

const switcher =
  (installation: Installation, path: string): Command =>
  async ([verb = ''], { out, err }) => {
    const { uptime, disk } = installation
    const { contents } = disk
    if (contents.kind !== 'installed') return 1
    const system = path.startsWith('/nix/store/') ? path : contents.system
    if (!contents.tree.store.has(system)) {
      err(`${path}/bin/switch-to-configuration: No such file or directory\n`)
      return 127
    }
    out(`${verb === 'dry-activate' ? 'would activate' : 'activating'} the configuration...\n`)
    if (verb === 'dry-activate') return 0
    await uptime.rest(3)
    installation.running = system
    if (system.endsWith('-loses-network')) installation.network.down()
    else installation.network.up()
    if (!system.endsWith('-fails-to-switch')) return 0
    err('warning: the following units failed: web.service\n')
    return 4
  }

/** Timers run by the engine's clock, not the lab's: it is the engine that counts the time until then. */
const createTimers = (
  { uptime }: Installation,
  command: Abilities['command'],
): { run: Command; unit(verb: string, name: string): number | undefined } => {
  const timers = new Map<string, { cancelled: boolean; start(): void }>()
  const able: Abilities = { command, write: () => undefined, rest: uptime.rest }
  const silent: Process = { input: async () => Buffer.of(), out: uptime.say, err: uptime.say }

  const run: Command = (args, { err }) => {
    const value = (flag: string) => args.find(arg => arg.startsWith(`${flag}=`))?.slice(flag.length + 1) ?? ''
    const unit = value('--unit')
    if (timers.has(unit)) {
      err(`Failed to start transient timer unit: Unit ${unit}.timer was already loaded.\n`)
      return 1
    }
    const script = args.at(-1) ?? ''
    const timer = {
      cancelled: false,
      start: () => {
        timers.delete(unit)
        void runScript(script, silent, able).catch(() => undefined)
      },
    }
    timers.set(unit, timer)
    void uptime.rest(Number(value('--on-active')) * uptime.rack.pace.speed).then(
      () => timer.cancelled || (timers.get(unit) === timer && timer.start()),
      () => undefined,
    )
    return 0
  }

  const unit = (verb: string, name: string): number | undefined => {
    const [, of = '', kind] = /^(.+)\.(timer|service)$/.exec(name) ?? []
    const timer = timers.get(of)
    if (verb === 'stop' && kind === 'timer') {
      if (timer !== undefined) timer.cancelled = true
      return timers.delete(of) || !of ? 0 : 5
    }
    if (verb !== 'start' || kind !== 'service') return undefined
    timer?.start()
    return timer === undefined ? 5 : 0
  }
  return { run, unit }
}
