/** The installed system on a simulated machine: what is on the disk is what answers. */
import { randomUUID } from 'node:crypto'
import { bootable, type Disk, type Tree } from './disks.ts'
import { makeKeyPair } from './keys.ts'
import { type OperatingSystem, secondsToBoot, serveSsh, untilPowerGoes } from './operating-system.ts'
import { createInstalledShell, type Installation } from './shell/installed.ts'
import type { SshServer } from './ssh-server.ts'
import type { Power, Uptime } from './uptime.ts'

export interface InstalledBoot {
  readonly uptime: Uptime
  readonly power: Power
  readonly disks: readonly Disk[]
}

export const runInstalled = async (boot: InstalledBoot): Promise<never> => {
  const { uptime, disks } = boot
  const { spec, rack, faults } = uptime
  await uptime.rest(secondsToBoot.installed)
  const found = bootable(disks)
  if (found === undefined) throw new Error('there is nothing to boot on its disks')
  const hostKey = faults.habits.has('wrong-host-key') ? makeKeyPair('stranger').privateKey : hostKeyOn(found)
  const upSince = Date.now()
  let door: SshServer | undefined
  const open = async (): Promise<void> => {
    door = await serveSsh(os)
  }
  const installation: Installation = {
    ...{ uptime, disk: found.disk },
    running: faults.habits.has('old-system') ? rack.oldSystem : found.system,
    network: {
      down: () => {
        door?.close()
        door = undefined
      },
      up: () => void (door ?? open().catch(() => undefined)),
    },
  }
  const shell = createInstalledShell(installation)
  const isHealthy = (): boolean =>
    !(faults.habits.has('unhealthy') || installation.running.endsWith('-unhealthy')) &&
    Date.now() - upSince >= rack.pace.ms(secondsToHealth)
  const os: OperatingSystem = {
    ...{ uptime, hostKey, address: spec.address },
    authorizedKeys: () => [...rack.authorizedKeys, ...keysIn(found.tree)],
    commands: shell.command,
    write: () => undefined,
    system: {
      hostname: spec.name,
      bootId: randomUUID(),
      get current() {
        return installation.running
      },
      commandLine: `init=${found.system}/init`,
      osRelease: 'ID=nixos\n',
      file: shell.file,
      list: shell.list,
      unit: shell.unit,
      restart: boot.power.restart,
      powerOff: boot.power.off,
      healthy: isHealthy,
    },
  }
  await open()
  uptime.say(`${spec.name} login:`)
  return untilPowerGoes(uptime.signal)
}

const secondsToHealth = 5

const hostKeyPath = 'etc/ssh/ssh_host_ed25519_key'

/** Without one among its files, sshd makes its own at the first boot, and keeps it. */
const hostKeyOn = ({ disk, system, tree }: { disk: Disk; system: string; tree: Tree }): string => {
  const given = tree.files.get(hostKeyPath)
  if (given !== undefined) return given.content.toString()
  const { privateKey } = makeKeyPair('made at first boot')
  const files = new Map([...tree.files, [hostKeyPath, { mode: 0o600, content: Buffer.from(privateKey) }]])
  disk.contents = { kind: 'installed', system, tree: { ...tree, files } }
  return privateKey
}

const keysIn = ({ files }: Tree): readonly string[] =>
  ['root/.ssh/authorized_keys', 'etc/ssh/authorized_keys.d/root'].flatMap(
    path => files.get(path)?.content.toString().split('\n') ?? [],
  )
