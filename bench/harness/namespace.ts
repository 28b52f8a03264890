/** Servers in a network namespace of their own, a relay's leg of the wire in another; both gone afterwards. */
import { execFileSync } from 'node:child_process'

export interface Wire extends Disposable {
  /** Where servers run, as `address`. */
  readonly servers: string
  /** Where the machines' relay is, as `relay`. */
  readonly machines: string
  readonly interface: string
  readonly address: string
  readonly relay: string
}

const ip = (...args: readonly string[]): void => {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] })
}

export const layWire = (): Wire => {
  const servers = `flbench${process.pid}s`
  const machines = `flbench${process.pid}m`
  const wire = { servers, machines, interface: 'eth0', address: '10.88.0.1', relay: '10.88.0.2' }
  for (const namespace of [servers, machines]) {
    ip('netns', 'add', namespace)
    ip('-n', namespace, 'link', 'set', 'lo', 'up')
  }
  ip('-n', servers, 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', machines)
  plug(servers, `${wire.address}/16`)
  plug(machines, `${wire.relay}/16`)
  return {
    ...wire,
    [Symbol.dispose]: () => {
      for (const namespace of [servers, machines]) ip('netns', 'del', namespace)
    },
  }
}

const plug = (namespace: string, address: string): void => {
  ip('-n', namespace, 'addr', 'add', address, 'dev', 'eth0')
  ip('-n', namespace, 'link', 'set', 'eth0', 'up')
}

/** UDP datagrams that left a namespace so far: what a server really answered, whoever was there to hear it. */
export const sentIn = (namespace: string): number => {
  const text = execFileSync('ip', ['netns', 'exec', namespace, 'cat', '/proc/net/snmp'], { encoding: 'utf8' })
  return Number(/^Udp: \d+ \d+ \d+ (\d+)/m.exec(text)?.[1])
}
