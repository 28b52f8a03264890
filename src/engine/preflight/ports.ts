/** May we open our ports, and if not, who holds them? Each is opened for a moment, as the servers will. */
import { chooseEndpoint } from '../endpoint.ts'
import type { Fault } from '../errors.ts'
import { heldBy, notShared } from '../faults/preflight.ts'
import { isLoopback } from '../protocol/address.ts'
import { type Holder, holdersOf, isInTheWay } from './holders.ts'
import { type Finding, good, type PreflightOptions, refused } from './preflight.ts'

export const checkPorts = async (options: PreflightOptions): Promise<readonly Finding[]> => {
  const { world, plan } = options
  const interfaces = world.network.interfaces()
  const endpoint = chooseEndpoint(plan.provision, interfaces)
  if (!endpoint.ok) return [refused('interface', endpoint.fault)]
  const { address, broadcast } = endpoint.value
  const name = interfaces.find(({ addresses }) => addresses.some(own => own.address === address))?.name ?? ''
  const { ports } = plan.provision
  const all = isLoopback(address) ? address : '0.0.0.0'
  const doors: readonly Door[] = [
    { protocol: 'UDP', port: ports.dhcp, address: all, shared: true },
    { protocol: 'UDP', port: ports.proxy, address, shared: true },
    { protocol: 'UDP', port: ports.tftp, address, shared: false },
    { protocol: 'TCP', port: ports.http, address, shared: false },
  ]
  const findings = await Promise.all(doors.map(door => tryDoor(door, { address, name }, world)))
  return [good('interface', `${address}, broadcast ${broadcast}`), ...findings]
}

interface Door {
  readonly protocol: 'UDP' | 'TCP'
  readonly port: number
  readonly address: string
  /** It is opened beside others who share it, each on a network card of its own. */
  readonly shared: boolean
}

interface Ours {
  readonly address: string
  readonly name: string
}

type World = PreflightOptions['world']

const tryDoor = async (door: Door, ours: Ours, world: World): Promise<Finding> => {
  const { protocol, port } = door
  const name = `${protocol} ${port}`
  const alone = await open(door, false, world)
  if (alone === null) return good(name, 'free')
  if (alone.code !== 'port-in-use') return refused(name, alone)
  const fault = { ...alone, place: `${protocol} ${ours.address}:${port}` }
  const holders = await holdersOf(world, protocol, port)
  const first = holders.find(holder => isInTheWay(holder, ours))
  if (first !== undefined) return refused(name, named(fault, first))
  const [other] = holders
  if (other === undefined || !door.shared) return refused(name, fault)
  const beside = await open(door, true, world)
  return beside === null
    ? good(name, `free on ${ours.name}; ${other.program ?? 'another program'} holds it on ${placeOf(other)}`)
    : refused(name, notShared(named(fault, other), placeOf(other)))
}

const placeOf = ({ device, address }: Holder): string => device ?? address

const named = (fault: Fault, { program, pid }: Holder): Fault =>
  program === null || pid === null ? fault : heldBy(fault, program, pid)

/** Null when it opened. */
const open = async (
  { protocol, address, port }: Door,
  reuse: boolean,
  world: World,
): Promise<Fault | null> => {
  const opened =
    protocol === 'UDP'
      ? await world.network.udp({ address, port, reuse, receive: () => {} })
      : await world.network.http({ address, port, handle: async () => ({ status: 503, headers: {} }) })
  if (!opened.ok) return opened.fault
  await opened.value.close()
  return null
}
