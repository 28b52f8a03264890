/**
 * Where a machine stands, asked once for `run` and `status` alike. Every address it may have is tried over SSH
 * with the host keys we gave it; what came of each is an answer, and the answers are judged. A check that failed
 * is never taken for a blank machine.
 */
import type { Earlier } from '../../earlier.ts'
import type { Result } from '../../errors.ts'
import type { Guest } from '../../journey.ts'
import type { Host } from '../../plan.ts'
import type { World } from '../../world.ts'
import { knownAddresses } from '../addresses.ts'
import type { Records } from '../records.ts'
import { currentSystem, nobodysKey } from '../remote.ts'
import type { HealthOf } from '../services.ts'
import type { OperatorKeys } from '../task.ts'
import type { Answer, HostStatus } from './answer.ts'
import { judgeStatus } from './judge.ts'

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
  /** Of a machine of ours; left out where only the system is in question. */
  readonly healthOf?: HealthOf
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
  const health = (await asking.healthOf?.(host, connected.value, signal)) ?? []
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
