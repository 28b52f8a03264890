/** What the answers of a machine mean: its state, in words, and what helps. */
import type { Result } from '../../errors.ts'
import type { HostState } from '../../journey.ts'
import type { Host } from '../../plan.ts'
import type { MachineRecord } from '../records.ts'
import type { ServiceHealth } from '../services.ts'
import type { Answer, HostStatus, Tried } from './answer.ts'

export interface Evidence {
  readonly host: Pick<Host, 'name'>
  readonly tried: readonly Tried[]
  /** Null when nothing of ours answered. */
  readonly wanted: Result<string> | null
  readonly record: MachineRecord | undefined
  readonly agentAt: number | null
}

/** What tells most comes first: a machine found at one address is not looked for at the others. */
const telling: readonly Answer['kind'][] = [
  ...(['ours', 'lockedOut', 'installer', 'stranger'] as const),
  ...(['unclear', 'closed', 'silent'] as const),
]

export const judgeStatus = ({ host, tried, wanted, record, agentAt }: Evidence): HostStatus => {
  const best = telling.flatMap(kind => tried.filter(({ answer }) => answer.kind === kind))[0]
  if (best === undefined)
    return {
      ...{
        host: host.name,
        state: 'unknown',
        address: null,
        hostKey: null,
        sources: [],
        health: [],
        since: null,
        running: null,
      },
      detail: 'no address of it is known yet',
      remedy: 'Say its address in the site; a run learns it too, from its installer',
    }
  const { address, sources, answer } = best
  const [state, detail, remedy = null] = meaning(host.name, answer, address, wanted)
  const isInstalled = answer.kind === 'ours' || answer.kind === 'lockedOut'
  const since = isInstalled ? (record?.at ?? null) : answer.kind === 'installer' ? agentAt : null
  const hostKey = answer.kind === 'ours' ? answer.hostKey : null
  const running = answer.kind === 'ours' && answer.running.ok ? answer.running.value : null
  const health = answer.kind === 'ours' ? answer.health : []
  return { host: host.name, state, address, hostKey, running, sources, detail, remedy, health, since }
}

type Meaning = readonly [state: HostState, detail: string, remedy?: string | undefined]

const meaning = (host: string, answer: Answer, address: string, wanted: Result<string> | null): Meaning => {
  switch (answer.kind) {
    case 'ours':
      return withHealth(whichSystem(host, answer.running, wanted), answer.health)
    case 'lockedOut':
      return [
        'installed',
        `${address} has the host key we gave it, but refuses your SSH key`,
        'Name the key that opens it with --ssh-key, or let your agent hold it',
      ]
    case 'installer':
      return [
        'installer',
        `${address} answers with the key of an installer that phoned home to us`,
        'If that run was cut off, firstlight resume goes on with it',
      ]
    case 'stranger':
      return ['foreign', `${address} answers with a host key we did not install`, strangersRemedy(host)]
    case 'closed':
      return [
        'unknown',
        `${address} is switched on, but nothing answers on its SSH port`,
        'Wait, if it is starting; else look at its console: is it at a prompt, does sshd run, is port 22 open?',
      ]
    case 'silent':
      return [
        'off',
        `${address} does not answer`,
        'Switch it on; if it is on, look at its cable, its VLAN and your route to it',
      ]
    case 'unclear':
      return [
        'unknown',
        `${address} could not be looked at: ${answer.why}`,
        'Mend what is said there and look again; until then it is not taken for blank',
      ]
    default:
      return answer satisfies never
  }
}

const strangersRemedy = (host: string): string =>
  `It is left alone. If somebody installed it by hand and it may be replaced: firstlight run --host ${host} --wipe ${host}. If another machine has this address, correct the site`

const whichSystem = (host: string, running: Result<string>, wanted: Result<string> | null): Meaning => {
  if (!running.ok)
    return [
      'installed',
      `installed by us, but not what it runs: ${running.fault.message}`,
      running.fault.remedy,
    ]
  if (wanted?.ok !== true)
    return [
      'installed',
      `it runs ${running.value}; what it should run could not be told`,
      wanted?.fault.remedy,
    ]
  if (wanted.value === running.value) return ['current', 'installed and current']
  const deploy = `firstlight deploy --host ${host}, or install it again with --wipe ${host}`
  return ['outdated', `installed, but it runs ${running.value}: ${deploy}`]
}

const withHealth = ([state, detail, remedy]: Meaning, health: readonly ServiceHealth[]): Meaning => {
  const sick = health.filter(({ why }) => why !== null)
  if (health.length === 0) return [state, detail, remedy]
  // What else there is to say ends with what to do about it: nothing may follow that.
  if (sick.length === 0)
    return [state, state === 'current' ? `${detail}, and healthy` : `healthy; ${detail}`, remedy]
  const cures = sick.map(({ service }) => `journalctl -u ${service}`).join(', ')
  const words = sick.map(({ service, why }) => `${service} is not healthy: ${why}`).join('; ')
  return [state, `${detail}; ${words}`, remedy ?? `Look at it on the machine: ${cures}`]
}
