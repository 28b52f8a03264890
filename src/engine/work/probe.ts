/** Does a system already answer there, and is it ours? Nothing is taken for blank because a check failed. */
import type { HostState } from '../journey.ts'
import { addressesOf } from './addresses.ts'
import { currentSystem, expectedHostKey } from './remote.ts'
import { systemOf } from './system.ts'
import type { Task } from './task.ts'

type Finding = readonly [state: HostState, detail: string]

export const probe = async (task: Task<'probe'>): Promise<void> => {
  const addresses = await addressesOf(task.host, task.bench)
  const findings = await Promise.all(addresses.map(address => look(task, address)))
  const [state, detail] = findings.find(([state]) => state !== 'off') ?? findings[0] ?? nowhere
  task.tell({ type: 'probed', state, detail })
}

const nowhere: Finding = ['unknown', 'no address of it is known yet']

const look = async (task: Task<'probe'>, address: string): Promise<Finding> => {
  const { host, bench, signal } = task
  const record = bench.records.of(host.name)
  const connected = await bench.world.ssh.connect({
    address,
    port: bench.plan.provision.ports.ssh,
    user: 'root',
    privateKeys: bench.operator.privateKeys,
    ...(bench.operator.agent === null ? {} : { agent: bench.operator.agent }),
    hostKeys: [expectedHostKey(host, bench)],
    timeout: 3000,
    signal,
  })
  if (!connected.ok) return unanswered(connected.fault.code, address, record?.system)
  const running = await currentSystem(connected.value, signal)
  connected.value.close()
  if (!running.ok) return ['outdated', `installed by an earlier run; ${running.fault.message}`]
  const wanted = await systemOf(task)
  if (wanted.ok && wanted.value.toplevel === running.value) return ['current', 'installed and current']
  return [
    'outdated',
    `installed, but it runs ${running.value}: deploy it, or install it again with --wipe ${host.name}`,
  ]
}

const unanswered = (code: string, address: string, installed: string | undefined): Finding => {
  if (code === 'ssh-wrong-host-key')
    return ['foreign', `${address} answers with a host key we did not install`]
  if (code === 'ssh-key-refused' && installed !== undefined)
    return ['outdated', `installed by an earlier run, but ${address} refuses your SSH key`]
  return ['off', `${address} does not answer`]
}
