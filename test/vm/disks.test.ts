import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type VirtualMachine, virtualMachine } from '../../src/lab/vm/machine.ts'
import { install } from './anywhere.ts'
import { type Ground, openGround, ready, ssh, stopwatch, wake } from './ground.ts'
import { diskScript, installerScript } from './netboot.ts'

const mac = (last: number) => `52:54:00:77:00:0${last}`
/** One of each kind and order; the other two pairs are the engine's tests'. */
const machines: readonly VirtualMachine[] = [
  virtualMachine({ name: 'bios-disk', mac: mac(1) }),
  virtualMachine({ name: 'uefi-network', mac: mac(2), firmware: 'uefi', order: 'network-first' }),
]

interface SecretFiles {
  /** A tree for --extra-files: the host key made beforehand, and a canary. */
  readonly tree: string
  readonly knownHosts: string
}

const prepareSecrets = async (folder: string, name: string, address: string): Promise<SecretFiles> => {
  const tree = join(folder, name)
  const key = join(tree, 'etc/ssh/ssh_host_ed25519_key')
  await mkdir(join(tree, 'etc/ssh'), { recursive: true })
  await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', key])
  await writeFile(join(tree, 'etc/canary'), `canary of ${name}`, { mode: 0o600 })
  const { stdout } = await execa('ssh-keygen', ['-y', '-f', key])
  const knownHosts = join(folder, `${name}.known_hosts`)
  await writeFile(knownHosts, `${address} ${stdout}\n`)
  return { tree, knownHosts }
}

const bootId = 'cat /proc/sys/kernel/random/boot_id'

describe('blank disks, all at once', () => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround(machines)
    await mkdir(join(ground.folder, 'home'))
    for (const machine of machines)
      await ground.netboot.script(machine.mac, installerScript(ground.lab, inject('images')))
  })
  afterAll(() => ground?.clear())

  it.for(machines)(
    '$name is installed, and boots its disk on every later start',
    { concurrent: true },
    async machine => {
      const took = stopwatch()
      const { console: serial, power } = ground.machine(machine.name)
      const address = ground.address(machine.name)
      const secrets = await prepareSecrets(ground.folder, machine.name, address)
      await wake(ground.lab, machine.mac)
      await ready(ground.machine(machine.name), 200)
      const netbooted = took()
      const before = await ssh(ground.lab, address, bootId)

      // What decides about it later is told now: a machine that asks the network first must go to its disk.
      await ground.netboot.script(machine.mac, diskScript[machine.firmware])
      const heard = serial.lines.length
      const installed = await install(ground, machine.name, secrets.tree)
      expect(installed.exitCode, installed.output).toBe(0)
      expect(installed.steps).toEqual(
        expect.arrayContaining(['Formatting hard drive with disko', 'Installing NixOS']),
      )
      const done = took()

      await ready(ground.machine(machine.name), 200, heard)
      const look = (command: string) => ssh(ground.lab, address, command, secrets.knownHosts)
      const after = await look(bootId)
      expect(after).not.toBe(before)
      expect(await look('readlink -f /run/current-system')).toBe(inject('images').system)
      expect(await look('stat -c %a:%U /etc/canary; cat /etc/canary')).toBe(
        `600:root\ncanary of ${machine.name}`,
      )
      expect(await look('awk \'$2 == "/" { print $3 }\' /proc/mounts | tail -n 1')).toBe('ext4')
      const verified = took()

      const again = serial.lines.length
      await power.reset()
      await ready(ground.machine(machine.name), 200, again)
      expect(await look(bootId)).not.toBe(after)
      console.info(
        `${machine.name}: installer ${netbooted}, installed ${done}, verified ${verified}, after a power cycle ${took()}`,
      )
    },
  )

  it('fetched the installer once each', () => {
    const fetched = ground.netboot.requests.filter(request => request.includes('GET /initrd'))
    expect(fetched.map(request => request.split(' ')[0]).sort()).toEqual(
      machines.map(({ name }) => ground.address(name)),
    )
  })
})
