/** The real nixos-anywhere's command line (its parseArgs), as far as a stand-in can honour it. */
export interface Arguments {
  readonly connection: { readonly user: string; readonly host: string; readonly port: number }
  readonly identity: string
  readonly disko: string
  readonly toplevel: string
  readonly phases: ReadonlySet<string>
  readonly extraFiles: string | null
  /** Remote path and local path. */
  readonly diskKeys: readonly (readonly [remote: string, local: string])[]
  readonly debug: boolean
  /** The stand-in's own: where the store paths are that it is told to copy. */
  readonly labStore: string
}

export type ArgumentsRead =
  | { readonly ok: true; readonly value: Arguments }
  | { readonly ok: false; readonly message: string }

const phaseNames = ['kexec', 'disko', 'install', 'reboot']

/** How many values each flag of the real one takes; those that change nothing here are read over. */
const takes: Readonly<Record<string, number>> = {
  ...flags(0, '--debug --no-substitute-on-destination --no-reboot --no-disko-deps --copy-host-keys'),
  ...flags(0, '-L --print-build-logs --build-on-remote --env-password --no-use-machine-substituters'),
  ...flags(1, '-i -p --ssh-port --phases --extra-files --ssh-option --build-on --disko-mode --target-host'),
  ...flags(1, '--kexec --kexec-extra-flags --post-kexec-ssh-port --substitute-on-destination --lab-store'),
  ...flags(
    2,
    '-s --store-paths --disk-encryption-keys --option --ssh-store-setting --chown --generate-hardware-config',
  ),
}

function flags(count: number, names: string): Record<string, number> {
  return Object.fromEntries(names.split(' ').map(name => [name, count]))
}

export const readArguments = (args: readonly string[]): ArgumentsRead => {
  const given = new Map<string, string[][]>()
  const targets: string[] = []
  for (let at = 0; at < args.length; at++) {
    const flag = args[at] ?? ''
    if (!flag.startsWith('-')) targets.push(flag)
    else {
      const count = Object.hasOwn(takes, flag) ? takes[flag] : undefined
      if (count === undefined) return aborted(`Unknown option or missing argument: ${flag}`)
      given.set(flag, [...(given.get(flag) ?? []), args.slice(at + 1, at + 1 + count)])
      at += count
    }
  }
  return judged(given, targets)
}

const aborted = (why: string): ArgumentsRead => ({ ok: false, message: `aborted: ${why}` })

type Given = ReadonlyMap<string, readonly string[][]>

const judged = (given: Given, targets: readonly string[]): ArgumentsRead => {
  const last = (...names: string[]): string[] | undefined =>
    names.map(name => given.get(name)?.at(-1)).find(Boolean)
  const phases = (last('--phases')?.[0] ?? phaseNames.join(',')).split(',')
  const unknown = phases.find(phase => !phaseNames.includes(phase))
  if (unknown !== undefined) return aborted(`Unknown phase: ${unknown}`)
  const [disko, toplevel] = last('-s', '--store-paths') ?? []
  if (disko === undefined || toplevel === undefined)
    return aborted('--store-paths must be set for the stand-in')
  const target = last('--target-host')?.[0] ?? targets[0]
  if (target === undefined) return aborted('ssh-host must be set')
  const [identity] = last('-i') ?? []
  const [labStore] = last('--lab-store') ?? []
  if (identity === undefined || labStore === undefined)
    return aborted('the stand-in needs -i and --lab-store')
  return {
    ok: true,
    value: {
      ...{ identity, labStore, disko, toplevel },
      connection: connectionTo(target, Number(last('-p', '--ssh-port')?.[0] ?? 22)),
      phases: new Set(given.has('--no-reboot') ? phases.filter(phase => phase !== 'reboot') : phases),
      extraFiles: last('--extra-files')?.[0] ?? null,
      diskKeys: (given.get('--disk-encryption-keys') ?? []).map(([remote = '', local = '']) => [
        remote,
        local,
      ]),
      debug: given.has('--debug'),
    },
  }
}

const connectionTo = (target: string, port: number): Arguments['connection'] => {
  const at = target.lastIndexOf('@')
  return { user: at < 0 ? 'root' : target.slice(0, at), host: target.slice(at + 1), port }
}
