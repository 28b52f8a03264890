/** The netbooted installer on a simulated machine: comes up, phones home, lets the engine in, and obeys. */
import { randomUUID } from 'node:crypto'
import { createAgent } from './agent.ts'
import type { Disk } from './disks.ts'
import { type Facts, factsOf } from './facts.ts'
import { argument } from './kernel.ts'
import { makeKeyPair } from './keys.ts'
import { secondsToBoot, serveSsh, untilPowerGoes } from './operating-system.ts'
import { createRam, installerCommands, scriptCommand, type Workshop, writeFile } from './shell/installer.ts'
import type { Command } from './shell/shell.ts'
import type { Power, Uptime } from './uptime.ts'

export interface InstallerBoot {
  readonly uptime: Uptime
  readonly power: Power
  readonly disks: readonly Disk[]
  readonly address: string
  readonly commandLine: string
}

export const runInstaller = async (boot: InstallerBoot): Promise<never> => {
  const { uptime, disks, address, commandLine } = boot
  await uptime.rest(secondsToBoot.installer)
  uptime.survive('boot')
  const bootId = randomUUID()
  const hostKey = makeKeyPair('installer')
  const ssh = { port: uptime.rack.ports.ssh, hostKeys: [hostKey.publicKey.split(' ', 2).join(' ')] }
  const facts = (): Facts => factsOf({ spec: uptime.spec, disks, bootId, address, ssh })
  const agent = createAgent({ uptime, address, facts, ...invitation(commandLine) })
  const shop: Workshop = { uptime, disks, ram: createRam(), began: () => restarted(uptime, agent.helloAgain) }
  let authorized: string | undefined
  await serveSsh({
    uptime,
    address,
    hostKey: hostKey.privateKey,
    authorizedKeys: () => (authorized === undefined ? [] : [authorized]),
    system: systemOf(boot, bootId),
    commands: commandsOf(shop, facts),
    write: (path, content) => writeFile(shop, path, { mode: 0o600, content: Buffer.from(content) }),
  })
  // The journal of a real one begins so, token and all.
  agent.log(`kernel: Command line: ${commandLine}`)
  agent.log('firstlight-agent: phoning home')
  authorized = await agent.phoneHome()
  agent.log(`firstlight-agent: ${authorized === undefined ? 'not wanted here' : 'waiting to be installed'}`)
  return untilPowerGoes(uptime.signal)
}

const invitation = (commandLine: string) => ({
  url: argument(commandLine, 'firstlight.url') ?? '',
  token: argument(commandLine, 'firstlight.token') ?? '',
})

/** An agent that was restarted by systemd in the middle of an installation. */
const restarted = (uptime: Uptime, helloAgain: () => Promise<void>): void => {
  if (uptime.faults.habits.has('phones-home-twice')) void helloAgain().catch(() => undefined)
}

const systemOf = ({ power, commandLine }: InstallerBoot, bootId: string) => ({
  hostname: 'installer',
  bootId,
  current: (argument(commandLine, 'init') ?? '').replace(/\/init$/, ''),
  commandLine,
  osRelease: 'ID=nixos\nVARIANT_ID=installer\n',
  file: () => undefined,
  restart: power.restart,
  powerOff: power.off,
  healthy: () => true,
})

/** `sh -s facts` with the agent's script as input is answered as that script would. */
const commandsOf = (shop: Workshop, facts: () => Facts) => {
  const own = installerCommands(shop)
  const asked: Command = (_, { out }) => {
    out(`${JSON.stringify(facts())}\n`)
    return 0
  }
  return (name: string): Command | undefined => {
    if (name === 'script facts') return asked
    return Object.hasOwn(own, name) ? own[name] : scriptCommand(shop, name)
  }
}
