/**
 * Where a machine stands, asked once for `run` and `status` alike. Every address it may have is tried over SSH
 * with the host keys we gave it; what came of each is an answer, and the answers are judged. A check that failed
 * is never taken for a blank machine.
 */
import type { Earlier } from '../earlier.ts'
import type { Result } from '../errors.ts'
import type { Guest, HostState } from '../journey.ts'
import type { Host, Service } from '../plan.ts'
import type { World } from '../world.ts'
import { type AddressSource, type KnownAddress, knownAddresses } from './addresses.ts'
import type { MachineRecord, Records } from './records.ts'
import { currentSystem, nobodysKey } from './remote.ts'
import { healthNow, type ServiceHealth } from './services.ts'
import type { OperatorKeys } from './task.ts'

export interface HostStatus {
  readonly host: string
  readonly state: HostState
  /** Where that was seen. */
  readonly address: string | null
  /** The host key a machine of ours presented. */
  readonly hostKey: string | null
  /** The system it was seen to run. */
  readonly running: string | null
  /** How this address is known. */
  readonly sources: readonly AddressSource[]
  /** How we know. */
  readonly detail: string
  /** What helps, where something is to be helped. */
  readonly remedy: string | null
  /** Its services that have checks, as they answered; empty where they were not asked. */
  readonly health: readonly ServiceHealth[]
  /** Since when it has been so, where that is known: its installation, its installer's last word. */
  readonly since: number | null
}

/** What came of trying one address. */
export type Answer =
  /** Its host key is one that we gave it; what it runs may still be unreadable. */
  | {
      readonly kind: 'ours'
      readonly running: Result<string>
      readonly hostKey: string
      readonly health: readonly ServiceHealth[]
    }
  | { readonly kind: 'lockedOut' }
  /** An installer of this or an earlier run, by the key its agent told. */
  | { readonly kind: 'installer' }
  | { readonly kind: 'stranger' }
  /** It is switched on, and nothing listens there. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'silent' }
  /** The check itself failed. */
  | { readonly kind: 'unclear'; readonly why: string }

export interface Tried extends KnownAddress {
  readonly answer: Answer
}

export interface Asking {
  readonly world: Pick<World, 'ssh' | 'processes'> & {
    readonly network: Pick<World['network'], 'neighbours'>
  }
  readonly port: number
  readonly operator: OperatorKeys
  readonly records: Records
  readonly earlier: Earlier | null
  /** Keys that this very run gave. */
  readonly hostKeyOf: (host: string) => string | undefined
  /** And the installer that phoned home to it. */
  readonly guestOf: (host: string) => Guest | null
  /** The store path it should run; asked only for machines that are ours. */
  readonly wanted: (host: Host) => Promise<Result<string>>
  /** Asked for their health on machines of ours; left out where only the system is in question. */
  readonly services?: readonly Service[]
  readonly signal: AbortSignal
}

export const askStatus = async (host: Host, asking: Asking): Promise<HostStatus> => {
  const guest = asking.guestOf(host.name)
  const addresses = await knownAddresses(host, asking, guest === null ? [] : [guest.address])
  const tried = await Promise.all(
    addresses.map(async known => ({ ...known, answer: await tryAddress(host, known.address, asking) })),
  )
  const isOurs = tried.some(({ answer }) => answer.kind === 'ours' && answer.running.ok)
  const wanted = isOurs ? await asking.wanted(host) : null
  const record = asking.records.of(host.name)
  const agentAt = asking.earlier?.hosts.get(host.name)?.journey.since ?? null
  return judgeStatus({ host, tried, wanted, record, agentAt })
}

/** Whoever is not there is soon known; who is may be busy. */
const patience = { reach: 3000, timeout: 15_000 }

const tryAddress = async (host: Host, address: string, asking: Asking): Promise<Answer> => {
  const { world, operator, port, signal } = asking
  const connected = await world.ssh.connect({
    ...{ address, port, user: 'root', ...patience, signal },
    privateKeys: operator.privateKeys,
    ...(operator.agent === null ? {} : { agent: operator.agent }),
    hostKeys: keysGiven(host, asking),
  })
  if (!connected.ok) return unanswered(connected.fault.code, connected.fault.message, host, address, asking)
  const running = await currentSystem(connected.value, signal)
  const services = asking.services?.filter(service => service.host === host.name) ?? []
  const health = await healthNow(services, connected.value, signal)
  connected.value.close()
  return { kind: 'ours', running, hostKey: connected.value.hostKey, health }
}

/** Every key we ever gave this machine and may still meet: a run that was cut off gave one and recorded none. */
export const keysGiven = (
  { name }: Host,
  { hostKeyOf, records, earlier }: Pick<Asking, 'hostKeyOf' | 'records' | 'earlier'>,
): readonly string[] => {
  const keys = [hostKeyOf(name), records.of(name)?.hostKey, earlier?.hosts.get(name)?.hostKey]
  const given = keys.filter(key => key !== undefined && key !== null)
  return given.length > 0 ? [...new Set(given)] : [nobodysKey]
}

const unanswered = async (
  code: string,
  why: string,
  host: Host,
  address: string,
  asking: Asking,
): Promise<Answer> => {
  switch (code) {
    case 'ssh-wrong-host-key':
      return (await isInstaller(host, address, asking)) ? { kind: 'installer' } : { kind: 'stranger' }
    case 'ssh-key-refused':
      return { kind: 'lockedOut' }
    case 'ssh-refused':
      return { kind: isLoopback(address) ? 'silent' : 'closed' }
    case 'ssh-timeout':
    case 'ssh-unreachable':
      return { kind: (await answersPing(address, asking)) ? 'closed' : 'silent' }
    default:
      return { kind: 'unclear', why }
  }
}

/** Only whether it is that installer: its own run's key is what opened it, not the operator's. */
const isInstaller = async (
  { name }: Host,
  address: string,
  { world, operator, earlier, guestOf, signal }: Asking,
): Promise<boolean> => {
  const guests = [guestOf(name), earlier?.hosts.get(name)?.guest].filter(guest => guest != null)
  const port = guests[0]?.sshPort
  if (port === undefined) return false
  const connected = await world.ssh.connect({
    ...{ address, port, user: 'root', ...patience, signal },
    privateKeys: operator.privateKeys,
    hostKeys: guests.flatMap(({ hostKeys }) => hostKeys),
  })
  if (connected.ok) connected.value.close()
  return connected.ok || connected.fault.code === 'ssh-key-refused'
}

/** There the kernel answers for everybody: a closed port says nothing of the machine. */
const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1'

const answersPing = async (address: string, { world, signal }: Asking): Promise<boolean> => {
  if (isLoopback(address)) return false
  const ran = await world.processes.run({
    command: ['ping', '-n', '-q', '-c', '1', '-W', '1', address],
    timeout: 3000,
    signal,
  })
  return ran.exitCode === 0
}

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
  if (sick.length === 0) return [state, health.length === 0 ? detail : `${detail}, and healthy`, remedy]
  const cures = sick.map(({ service }) => `journalctl -u ${service}`).join(', ')
  const words = sick.map(({ service, why }) => `${service} is not healthy: ${why}`).join('; ')
  return [state, `${detail}; ${words}`, remedy ?? `Look at it on the machine: ${cures}`]
}
