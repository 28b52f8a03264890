/** One machine's whole life, against an engine in miniature: off, woken, booted, installed, back from its disk. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createProcesses } from '../../../src/engine/node/processes.ts'
import { createSsh } from '../../../src/engine/node/ssh.ts'
import type { SshSession } from '../../../src/engine/world.ts'
import { createFleet, type Fleet, type FleetOptions } from '../../../src/lab/simulated/fleet.ts'
import { makeKeyPair, publicHalf } from '../../../src/lab/simulated/keys.ts'
import type { Machine } from '../../../src/lab/simulated/machine.ts'
import { type FakeEngine, startFakeEngine } from './fake-engine.ts'

const runKey = makeKeyPair('run')

interface Lab extends AsyncDisposable {
  readonly fleet: Fleet
  readonly machine: Machine
  readonly engine: FakeEngine
  readonly folder: string
}

const startLab = async (options: Partial<FleetOptions>): Promise<Lab> => {
  const folder = await mkdtemp(join(tmpdir(), 'lab-'))
  const made = await createFleet({ folder, speed: 50, initrdBytes: 200_000, closureBytes: 1e6, ...options })
  if (!made.ok) throw new Error(made.fault.message)
  const fleet = made.value
  const engine = await startFakeEngine(fleet, runKey.publicKey)
  await fleet.start()
  const machine = fleet.machines[0]
  if (machine === undefined) throw new Error('no machine')
  return {
    ...{ fleet, machine, engine, folder },
    [Symbol.asyncDispose]: async () => {
      await fleet.stop()
      await engine[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    },
  }
}

const enter = async (address: string, port: number, privateKey: string, hostKeys: readonly string[]) => {
  const session = await createSsh().connect({
    ...{ address, port, user: 'root', privateKeys: [privateKey], hostKeys, timeout: 5000 },
  })
  if (!session.ok) throw new Error(session.fault.message)
  return session.value
}

const ask = async (session: SshSession, command: string, input?: string): Promise<string> => {
  const answer = await session.exec(command, { timeout: 5000, ...(input === undefined ? {} : { input }) })
  if (!answer.ok) throw new Error(answer.fault.message)
  return answer.value.stdout.trim()
}

const hostKey = makeKeyPair('installed')

/** As the engine calls it. */
const install = async ({ fleet, folder }: Lab, address: string) => {
  await writeFile(join(folder, 'run-key'), runKey.privateKey, { mode: 0o600 })
  await mkdir(join(folder, 'extra/etc/ssh'), { recursive: true })
  await writeFile(join(folder, 'extra/etc/ssh/ssh_host_ed25519_key'), hostKey.privateKey, { mode: 0o600 })
  const { systems } = JSON.parse(await readFile(join(fleet.artifactsPath, 'manifest.json'), 'utf8')) as {
    systems: Record<string, { toplevel: string; diskoScript: string }>
  }
  const system = systems.machine1
  if (system === undefined) throw new Error('no system')
  const ran = await createProcesses().run({
    command: [
      ...fleet.nixosAnywhere,
      ...['--store-paths', system.diskoScript, system.toplevel, '--phases', 'disko,install'],
      ...['--extra-files', join(folder, 'extra'), '-i', join(folder, 'run-key')],
      ...['-p', String(fleet.ports.ssh), `root@${address}`],
    ],
  })
  return { ...ran, toplevel: system.toplevel }
}

it.each(['bios', 'uefi-http'] as const)(
  '%s, network first: installed once, then back from its disk',
  async firmware => {
    await using lab = await startLab({ machines: [{ firmware, bootOrder: 'network' }] })
    const { fleet, machine, engine } = lab
    expect(machine.state).toBe('off')
    const home = engine.phonedHome()
    machine.wake()
    const facts = await home
    expect(facts).toMatchObject({
      address: machine.spec.address,
      macs: machine.spec.macs,
      firmware: firmware === 'bios' ? 'bios' : 'uefi',
      disks: [{ path: '/dev/vda', contents: { kind: 'blank' }, serial: machine.spec.disks[0]?.serial }],
    })
    await expect.poll(() => engine.log).toContainEqual('firstlight-agent: waiting to be installed')

    const installer = await enter(facts.address, fleet.ports.ssh, runKey.privateKey, facts.ssh.hostKeys)
    expect(JSON.parse(await ask(installer, 'sh -s facts', '#!/bin/sh\n'))).toMatchObject({
      bootId: facts.bootId,
    })
    const ran = await install(lab, facts.address)
    expect(ran.exitCode).toBe(0)

    engine.installed = true
    await installer.exec('(sleep 0.3; systemctl reboot) >/dev/null 2>&1 </dev/null &', { timeout: 5000 })
    await machine.reached('off')
    await machine.reached('installed')
    await expect.poll(() => machine.console.at(-1)).toBe('machine1 login:')
    const operator = await readFile(fleet.sshKeyPath, 'utf8')
    const system = await enter(machine.spec.address, fleet.ports.ssh, operator, [
      publicHalf(hostKey.privateKey) ?? '',
    ])
    expect(await ask(system, 'readlink -f /run/current-system')).toBe(ran.toplevel)
    expect(await ask(system, 'cat /proc/sys/kernel/random/boot_id')).not.toBe(facts.bootId)
    await expect.poll(async () => ask(system, 'systemctl is-active web')).toBe('active')
    system.close()
  },
)

it('dies on the way, once: the next start goes through', async () => {
  await using lab = await startLab({ machines: [{ firmware: 'bios' }], faults: ['machine1=dies-in=initrd'] })
  const { machine, engine } = lab
  machine.wake()
  await machine.reached('firmware')
  await machine.reached('off')
  const home = engine.phonedHome()
  machine.wake()
  expect((await home).disks).toMatchObject([{ contents: { kind: 'blank' } }])
})

it.each([
  ['initrd', 'its initrd is damaged'],
  ['bzImage', 'its kernel is damaged'],
])('a damaged %s does not come up, and says why', async (file, why) => {
  await using lab = await startLab({ machines: [{ firmware: 'bios' }] })
  const path = join(lab.fleet.artifactsPath, 'netboot-base', file)
  const bytes = await readFile(path)
  bytes.writeUInt8(bytes.readUInt8(0x300) ^ 1, 0x300)
  await writeFile(path, bytes)
  lab.machine.wake()
  await lab.machine.reached('hung')
  expect(lab.machine.console.at(-1)).toMatch(new RegExp(`^stopped: Error: Kernel panic.*${why}$`))
})

it('tells what is on its disk, and which disk it is', async () => {
  await using lab = await startLab({
    machines: [{ firmware: 'bios' }],
    faults: ['machine1=occupied-disk,wrong-disk,duplicates,packet-loss=0.1'],
  })
  const home = lab.engine.phonedHome()
  lab.machine.wake()
  const [disk] = (await home).disks
  expect(disk).toMatchObject({ serial: 'OTHER-LAB000001', ids: ['virtio-OTHER-LAB000001'] })
  expect(disk?.contents).toMatchObject({ kind: 'data', what: expect.stringContaining('ext4') })
})

it('a rack that is stopped is silent: no timers, no sockets, no machines', async () => {
  const lab = await startLab({ count: 4 })
  for (const machine of lab.fleet.machines) machine.wake()
  await Promise.all(lab.fleet.machines.map(machine => machine.reached('firmware')))
  await lab[Symbol.asyncDispose]()
  expect(lab.fleet.machines.map(({ state }) => state)).toEqual(['off', 'off', 'off', 'off'])
})
