/** The stand-in keeps the real nixos-anywhere's contract: its lines, its exit codes, its bad habits. */
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Disk } from '../../../../src/lab/simulated/disks.ts'
import { createDisks } from '../../../../src/lab/simulated/disks.ts'
import type { Faults, Habit } from '../../../../src/lab/simulated/faults.ts'
import { createFleet, type Fleet } from '../../../../src/lab/simulated/fleet.ts'
import { makeKeyPair } from '../../../../src/lab/simulated/keys.ts'
import { serveSsh } from '../../../../src/lab/simulated/operating-system.ts'
import { createRam, installerCommands, scriptCommand } from '../../../../src/lab/simulated/shell/installer.ts'
import { createRig } from '../rig.ts'

const phases = 'disko,install'
const toplevel = '/nix/store/.*-nixos-system-machine1-lab'

let folder = ''
let fleet: Fleet
const key = makeKeyPair('run')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stand-in-'))
  const made = await createFleet({ folder, count: 1, initrdBytes: 1024, closureBytes: 1e6 })
  if (!made.ok) throw new Error(made.fault.message)
  fleet = made.value
  await writeFile(join(folder, 'key'), key.privateKey, { mode: 0o600 })
  await mkdir(join(folder, 'extra', 'etc', 'ssh'), { recursive: true })
  await writeFile(join(folder, 'extra', 'etc', 'ssh', 'ssh_host_ed25519_key'), 'a secret', { mode: 0o600 })
})
afterAll(() => rm(folder, { recursive: true }))

interface Target extends AsyncDisposable {
  readonly address: string
  readonly port: number
  readonly disks: readonly Disk[]
  readonly erased: () => number
}

/** An installer that waits for its installation, and nothing around it. */
const target = async (faults: Partial<Faults> = {}, authorized = key.publicKey): Promise<Target> => {
  const rig = await createRig(84, { faults })
  const { uptime, rack, spec } = rig
  const disks = createDisks(spec, uptime.faults)
  let erased = 0
  const shop = { uptime, disks, ram: createRam(), began: () => (erased += 1) }
  const own = installerCommands(shop)
  await serveSsh({
    ...{ uptime, address: spec.address, hostKey: makeKeyPair('host').privateKey },
    authorizedKeys: () => [authorized],
    commands: name => (Object.hasOwn(own, name) ? own[name] : scriptCommand(shop, name)),
    write: () => undefined,
    system: {
      ...{ hostname: 'installer', bootId: 'b', current: '/c', commandLine: '', osRelease: 'ID=nixos\n' },
      ...{ file: () => undefined, restart: rig.powerOff, powerOff: rig.powerOff, healthy: () => true },
    },
  })
  return {
    ...{ address: spec.address, port: rack.ports.ssh, disks, erased: () => erased },
    [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose](),
  }
}

interface Ran {
  readonly code: number | null
  readonly out: string[]
  readonly err: string[]
}

const manifest = async () => {
  const text = await readFile(join(fleet.artifactsPath, 'manifest.json'), 'utf8')
  return (JSON.parse(text) as { systems: Record<string, { toplevel: string; diskoScript: string }> }).systems
    .machine1
}

/** `until` ends what would never end by itself, once its output says so. */
const run = async (args: readonly string[], until?: (err: readonly string[]) => boolean): Promise<Ran> => {
  const [program, ...first] = fleet.nixosAnywhere
  const child = spawn(program, [...first, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.on('data', chunk => {
    out += chunk
  })
  child.stderr.on('data', chunk => {
    err += chunk
    if (until?.(err.split('\n'))) child.kill()
  })
  const code = await new Promise<number | null>(resolve => child.on('close', resolve))
  return { code, out: lines(out), err: lines(err) }
}

const lines = (text: string): string[] => text.trimEnd().split('\n')

const install = async ({ address, port }: Target, ...more: string[]): Promise<Ran> => {
  const system = await manifest()
  if (system === undefined) throw new Error('no system')
  const paths = ['--store-paths', system.diskoScript, system.toplevel]
  return run([
    ...paths,
    '--phases',
    phases,
    '-i',
    join(folder, 'key'),
    '-p',
    String(port),
    ...more,
    `root@${address}`,
  ])
}

/** A transcript of the real one (`--store-paths`, phases disko and install), store paths and machine made general. */
const transcript = {
  out: [
    '### Uploading install SSH keys ###',
    '### Gathering machine facts ###',
    '### Formatting hard drive with disko ###',
    'disko: machine1: partitioning.*',
    '### Uploading the system closure ###',
    '### Installing NixOS ###',
    '.*nixos-install: --no-root-passwd --no-channel-copy --system PATH',
    'installation finished!',
    '### Done! ###',
  ],
  err: [
    'Warning: Identity file $TMPDIR/nixos-anywhere not accessible: No such file or directory.',
    'Pseudo-terminal will not be allocated because stdin is not a terminal.',
    '/usr/bin/ssh-copy-id: INFO: Source of key(s) to be installed: "$TMPDIR/nixos-anywhere.pub"',
    '/usr/bin/ssh-copy-id: INFO: attempting to log in with the new key(s), to filter out any that are already installed',
    '',
    '/usr/bin/ssh-copy-id: WARNING: All keys were skipped because they already exist on the remote system.',
    '\t\t(if you think this is a mistake, you may want to use -f option)',
    '',
    "Warning: Permanently added 'HOST' (ED25519) to the list of known hosts.",
    "Warning: Permanently added 'HOST' (ED25519) to the list of known hosts.",
    'copying N paths...',
    "copying path 'PATH' to 'ssh://root@ADDRESS'...",
    "Warning: Permanently added 'HOST' (ED25519) to the list of known hosts.",
    "Warning: Permanently added 'HOST' (ED25519) to the list of known hosts.",
    'copying N paths...',
    "copying path 'PATH' to 'ssh://root@ADDRESS'...",
    "Warning: Permanently added 'HOST' (ED25519) to the list of known hosts.",
  ],
}

/** Closures differ in how many paths they have: one line stands for them all. */
const general = (err: readonly string[], { address, port }: Target): readonly string[] =>
  err
    .map(line =>
      line
        .replace(`[${address}]:${port}`, 'HOST')
        .replace(`root@${address}`, 'root@ADDRESS')
        .replace(/\/nix\/store\/[^']+/, 'PATH')
        .replace(/copying \d+ paths/, 'copying N paths'),
    )
    .filter((line, n, all) => !(line.startsWith('copying path') && line === all[n - 1]))

describe('an installation', () => {
  it('says what the real one says, in the same order on the same streams', async () => {
    await using machine = await target()
    const ran = await install(machine)
    expect(ran.code).toBe(0)
    expect(general(ran.err, machine)).toEqual(transcript.err)
    expect(ran.out).toHaveLength(transcript.out.length)
    transcript.out.forEach((line, n) => {
      const pattern = line.replace('PATH', toplevel)
      expect(ran.out[n]).toMatch(new RegExp(`^${pattern}$`))
    })
  })

  it('really changes the disk, extra files included', async () => {
    await using machine = await target()
    const ran = await install(
      machine,
      '--extra-files',
      join(folder, 'extra'),
      '--build-on',
      'local',
      '--no-substitute-on-destination',
      '--ssh-store-setting',
      'compress',
      'false',
    )
    expect(ran).toMatchObject({ code: 0 })
    expect(ran.out).toContain('### Copying extra files ###')
    const [disk] = machine.disks
    if (disk?.contents.kind !== 'installed') throw new Error('nothing was installed')
    expect(disk.contents.system).toMatch(new RegExp(toplevel))
    const secret = disk.contents.tree.files.get('etc/ssh/ssh_host_ed25519_key')
    expect(secret).toEqual({ mode: 0o600, content: Buffer.from('a secret') })
  })

  it('copies nothing twice', async () => {
    await using machine = await target()
    const first = await install(machine)
    expect(first.err.filter(line => line.startsWith('copying path')).length).toBeGreaterThan(2)
    // disko formats again, so the system goes over again; the disko script is still in the installer's memory.
    const second = await install(machine)
    expect(second.err.filter(line => line === 'copying 0 paths...')).toHaveLength(1)
    expect(machine.erased()).toBe(2)
  })
})

describe('its exit code is the failing step’s own', () => {
  const failing = (habit: Habit) => target({ habits: new Set([habit]) })

  it('disko: 5', async () => {
    await using machine = await failing('disko-fails')
    const ran = await install(machine)
    expect(ran.code).toBe(5)
    expect(ran.err.at(-1)).toBe('disko: sgdisk: Problem opening /dev/vda for reading!')
    expect(machine.disks[0]?.contents.kind).toBe('blank')
  })

  it('nixos-install: 7', async () => {
    await using machine = await failing('install-fails')
    const ran = await install(machine)
    expect(ran.code).toBe(7)
    expect(ran.err.at(-1)).toBe('error: bootloader failed')
    expect(machine.disks[0]?.contents.kind).toBe('halfWritten')
  })

  it('a machine that dies while it copies: 1, as nix ends', async () => {
    await using machine = await target({ diesIn: 'copying' })
    const ran = await install(machine)
    expect(ran.code).toBe(1)
    expect(ran.err.at(-1)).toBe(`error: cannot connect to 'root@${machine.address}'`)
  })

  it('a machine that dies under disko: 255, as ssh ends', async () => {
    await using machine = await target({ diesIn: 'partitioning' })
    const ran = await install(machine)
    expect(ran.code).toBe(255)
    expect(ran.err.at(-1)).toBe(`Connection to ${machine.address} closed by remote host.`)
  })
})

describe('its bad habits', () => {
  it('after the reboot it waits for the machine to be gone, and never for its return', async () => {
    await using machine = await target()
    const ran = await install(machine, '--phases', 'disko,install,reboot')
    expect(ran.code).toBe(0)
    expect(ran.out.slice(-4)).toEqual([
      'installation finished!',
      '### Rebooting ###',
      '### Waiting for the machine to become unreachable due to reboot ###',
      '### Done! ###',
    ])
    expect(ran.err.at(-1)).toMatch(/^ssh: connect to host .*: Connection refused$/)
  })

  it('never gives up on a port that is closed', async () => {
    const [closed] = [{ address: '127.84.1.9', port: fleet.ports.ssh }]
    const system = await manifest()
    const paths = ['--store-paths', system?.diskoScript ?? '', system?.toplevel ?? '']
    const refused = (line: string) => line.endsWith('Connection refused')
    const args = [...paths, '-i', join(folder, 'key'), '-p', String(closed?.port), `root@${closed?.address}`]
    const ran = await run(args, err => err.filter(refused).length === 2)
    expect(ran.code).toBeNull()
    expect(ran.err.find(refused)).toBe(
      `/usr/bin/ssh-copy-id: ERROR: ssh: connect to host 127.84.1.9 port ${closed?.port}: Connection refused`,
    )
  })

  it('never gives up on a key that is refused', async () => {
    await using machine = await target({}, makeKeyPair('another').publicKey)
    const denied = (line: string) => line.startsWith(`root@${machine.address}: Permission denied`)
    const system = await manifest()
    const paths = ['--store-paths', system?.diskoScript ?? '', system?.toplevel ?? '']
    const args = [...paths, '-i', join(folder, 'key'), '-p', String(machine.port), `root@${machine.address}`]
    const ran = await run(args, err => err.filter(denied).length === 2)
    expect(ran.code).toBeNull()
    expect(machine.erased()).toBe(0)
  })
})

describe('its command line', () => {
  it.each([
    [['--phases', 'format', 'root@127.0.0.1'], 'aborted: Unknown phase: format'],
    [['--frobnicate'], 'aborted: Unknown option or missing argument: --frobnicate'],
    [['--store-paths', '/a', '/b'], 'aborted: ssh-host must be set'],
  ])('%j', async (args, message) => expect(await run(args)).toEqual({ code: 1, out: [''], err: [message] }))

  it('a store path that is not there ends it before anything happens', async () => {
    const ran = await run([
      '--store-paths',
      '/nix/store/nope1',
      '/nix/store/nope2',
      '-i',
      'key',
      'root@127.0.0.1',
    ])
    expect(ran).toEqual({
      code: 1,
      out: [''],
      err: ['cat: /nix/store/nope2/system: No such file or directory'],
    })
  })
})
